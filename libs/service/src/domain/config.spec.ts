import fc from 'fast-check';
import { describeConfig } from './describe-config';
import { ConfigError, readConfig } from './read-config';
import type { ConfigSpec } from './setting';

const SPEC = {
  host: { name: 'HEARTH_HOST', type: 'text', default: '127.0.0.1', description: 'The address to listen on.' },
  port: {
    name: 'HEARTH_PORT',
    type: 'integer',
    default: 8080,
    min: 0,
    max: 65_535,
    description: 'The port; 0 lets the system choose.',
  },
  databaseUrl: {
    name: 'HEARTH_DATABASE_URL',
    type: 'url',
    required: true,
    secret: true,
    description: 'Where the rooms are | a URL.',
  },
  explorer: {
    name: 'HEARTH_EXPLORER',
    type: 'boolean',
    default: false,
    description: 'Whether the explorer is served.',
  },
  level: {
    name: 'HEARTH_LOG_LEVEL',
    type: 'choice',
    choices: ['info', 'debug'],
    default: 'info',
    description: 'How much is logged.',
  },
  origins: { name: 'HEARTH_ORIGINS', type: 'list', description: 'Origins that may ask.' },
} as const satisfies ConfigSpec;
const URL_SET = { HEARTH_DATABASE_URL: 'mysql://u:hunter2@db/' };
function faultsOf(env: Record<string, string>, prefix?: string): readonly string[] {
  try {
    readConfig(SPEC, env, prefix === undefined ? {} : { prefix });
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('a configuration', () => {
  it('has its defaults where nothing is said', () => {
    const config = readConfig(SPEC, { ...URL_SET, HEARTH_PORT: ' ' });
    expect(config).toEqual({
      host: '127.0.0.1',
      port: 8080,
      databaseUrl: 'mysql://u:hunter2@db/',
      explorer: false,
      level: 'info',
      origins: undefined,
    });
    const port: number = config.port;
    const origins: readonly string[] | undefined = config.origins;
    expect([port, origins]).toEqual([8080, undefined]);
  });

  it('reads each type', () => {
    const env = {
      ...URL_SET,
      HEARTH_PORT: '0',
      HEARTH_EXPLORER: 'Yes',
      HEARTH_LOG_LEVEL: 'debug',
      HEARTH_ORIGINS: 'a, b,,',
    };
    expect(readConfig(SPEC, env)).toMatchObject({
      port: 0,
      explorer: true,
      level: 'debug',
      origins: ['a', 'b'],
    });
  });

  it('tells every fault at once, by the variable and without its value', () => {
    const faults = faultsOf(
      {
        HEARTH_PORT: 'hunter2',
        HEARTH_EXPLORER: 'maybe',
        HEARTH_LOG_LEVEL: 'loud',
        HEARTH_PROT: '1',
        OTHER: 'x',
      },
      'HEARTH_',
    );
    expect(faults).toEqual([
      'HEARTH_PORT takes a whole number, 0 at least, 65535 at most',
      'HEARTH_DATABASE_URL is required',
      'HEARTH_EXPLORER takes true or false',
      'HEARTH_LOG_LEVEL takes one of info, debug',
      'HEARTH_PROT is not a setting',
    ]);
    expect(faultsOf({ HEARTH_DATABASE_URL: 'hunter2' })).toEqual(['HEARTH_DATABASE_URL takes a URL']);
  });

  it('takes of all texts only the whole numbers within bounds for one', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String)), (text) => {
        const trimmed = text.trim();
        const fits = trimmed === '' || (/^(0|[1-9]\d{0,4})$/.test(trimmed) && Number(trimmed) <= 65_535);
        expect(faultsOf({ ...URL_SET, HEARTH_PORT: text }).length).toBe(fits || trimmed === '-0' ? 0 : 1);
      }),
    );
  });

  it('is described from the same declaration, with no secret shown', () => {
    const text = describeConfig({
      ...SPEC,
      key: { name: 'K', type: 'text', default: 'hunter2', secret: true, description: 'A key.' },
    });
    expect(text).toContain(
      '| `HEARTH_PORT` | integer, 0 to 65535 | `8080` | The port; 0 lets the system choose. |',
    );
    expect(text).toContain(
      '| `HEARTH_DATABASE_URL` | url | **required** | Where the rooms are \\| a URL. Secret: never logged. |',
    );
    expect(text).toContain('| `HEARTH_LOG_LEVEL` | `info`, `debug` | `info` |');
    expect(text).not.toContain('hunter2');
  });
});
