import type { ConfigSpec, Setting } from './setting';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function takes(setting: Setting): string {
  if (setting.type === 'choice') return setting.choices.map((choice) => `\`${choice}\``).join(', ');
  if (setting.type !== 'integer') return setting.type === 'list' ? 'list, by commas' : setting.type;
  const { min, max } = setting;
  if (min === undefined && max === undefined) return 'integer';
  return `integer, ${min ?? '…'} to ${max ?? '…'}`;
}

function fallback(setting: Setting): string {
  if (setting.default === undefined) return setting.required === true ? '**required**' : 'none';
  if (setting.secret === true) return '(secret)';
  const value = Array.isArray(setting.default) ? setting.default.join(',') : String(setting.default);
  return value === '' ? 'empty' : `\`${value}\``;
}

/** The Markdown table of a spec for docs/configuration.md: variable, what it takes, default, meaning. */
export function describeConfig(spec: ConfigSpec): string {
  const rows = Object.values(spec).map((setting) => {
    const secret = setting.secret === true ? ' Secret: never logged.' : '';
    return `| \`${setting.name}\` | ${cell(takes(setting))} | ${cell(fallback(setting))} | ${cell(setting.description)}${secret} |`;
  });
  return ['| variable | takes | default | meaning |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}
