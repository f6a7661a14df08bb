import * as fc from 'fast-check';
import { createLogger, REDACTED_KEYS } from './logger';

function capture() {
  const lines: string[] = [];
  const logger = createLogger({
    level: 'info',
    name: 'test',
    destination: { write: (line: string) => void lines.push(line) },
  });
  return { logger, lines };
}

// An unpaired surrogate has no place in UTF-8.
const utf8 = (text: unknown): string => Buffer.from(String(text), 'utf8').toString('utf8');

describe('the logger', () => {
  it('writes a JSON object a line with level, name and time', () => {
    const { logger, lines } = capture();
    logger.info({ reports: 3 }, 'stored');
    logger.debug('too much');
    expect(lines.length).toBe(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      name: 'test',
      reports: 3,
      msg: 'stored',
    });
  });

  it.each(REDACTED_KEYS)('never writes what %s holds, at the top or two levels down', (key) => {
    const { logger, lines } = capture();
    logger.info({ [key]: 'hunter2' }, 'a');
    logger.info({ req: { [key]: 'hunter2' } }, 'b');
    logger.info({ req: { headers: { [key]: ['hunter2'] } } }, 'c');
    logger.child({ [key]: 'hunter2' }).info('d');
    expect(lines.length).toBe(4);
    expect(lines.join('')).not.toContain('hunter2');
  });

  const hostile = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        '\n',
        '\r',
        '"',
        '\\',
        '\u001b[2J',
        '\u009b1m',
        '\u2028',
        '\u202e',
        '\u0000',
        '\u007f',
        '{',
        '}',
      ),
      fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' }),
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    ),
    maxLength: 80,
  });

  it('keeps within its field whatever a reader put there: one line, no control character, the same value §security', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const { logger, lines } = capture();
        logger.info({ clientName: value, inside: { [`k${value}`]: 1 } }, value);
        logger.error({ err: new Error(value) }, 'failed');
        expect(lines.length).toBe(2);
        for (const line of lines) {
          // eslint-disable-next-line no-control-regex -- it is what must not be there
          expect(line.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/);
          expect(line.endsWith('\n')).toBe(true);
        }
        const entry = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
        expect(entry['level']).toBe('info');
        expect(utf8(entry['msg'])).toBe(utf8(value));
        expect(utf8(entry['clientName'])).toBe(utf8(value));
      }),
    );
  });
});
