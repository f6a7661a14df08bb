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
});
