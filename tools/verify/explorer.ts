// npm run verify:explorer
// Opens the graph's address in a real browser, as a newcomer would after npm start: the explorer must show itself, run a
// query, and ask nothing of any other host.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemonstration } from '@hearth/assembly';
import { chromium, type Page } from 'playwright-core';
import { Checks } from './checks';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function runQuery(page: Page, url: string): Promise<string> {
  const query = '{ products { id name } whoAmI { audience purpose } }';
  await page.goto(`${url}/graphql?query=${encodeURIComponent(query)}`);
  await page.locator('.graphiql-execute-button').click({ timeout: 30_000 });
  const result = page.locator('.result-window');
  await result.getByText('whoAmI').first().waitFor({ timeout: 30_000 });
  return result.innerText();
}

async function main(): Promise<void> {
  const executablePath = process.env['HEARTH_BROWSER'] ?? BROWSERS.find((path) => existsSync(path));
  if (executablePath === undefined)
    throw new Error(
      'No Chromium at hand: install one (Debian: apt-get install chromium), or name it in HEARTH_BROWSER.',
    );
  const checks = new Checks('explorer');
  const home = mkdtempSync(join(tmpdir(), 'hearth-explorer-'));
  const hearth = await startDemonstration({ home, port: 0, logLevel: 'error', print: () => undefined });
  const browser = await chromium.launch({ executablePath, headless: true, args: SWITCHES });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const asked: string[] = [];
    const faults: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (error) => faults.push(error.message));
    const shown = await runQuery(page, hearth.url);
    mkdirSync('tmp', { recursive: true });
    await page.screenshot({ path: 'tmp/explorer.png' });
    checks.holds(
      'the answer shows the products',
      shown.includes('roboserver') && shown.includes('management-console'),
    );
    checks.holds('the asker is the public', shown.includes('PUBLIC'));
    const strangers = asked.filter(
      (url) => !url.startsWith(hearth.url) && !url.startsWith('data:') && !url.startsWith('blob:'),
    );
    checks.equal('requests to other hosts', strangers.length, 0);
    checks.equal('errors in the page', faults.length, 0);
    for (const line of [...strangers, ...faults]) console.log(`  ${line}`);
  } finally {
    await browser.close();
    await hearth.close();
    rmSync(home, { recursive: true, force: true });
  }
  checks.finish();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
