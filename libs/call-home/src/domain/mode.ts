/** Whether the software counts, keeps and sends: `off` nothing, `local` it sends nothing, `on` all. */
export type Mode = 'off' | 'local' | 'on';

/** Who decided: the operator by environment or file, the operator's wish not to be tracked, or the vendor. */
export type ModeBy = 'environment' | 'file' | 'do-not-track' | 'option';

/** The words that were given, as they stand. */
export interface ModeWords {
  /** `HEARTH_CALL_HOME`. */
  readonly environment: string | undefined;
  /** `DO_NOT_TRACK`. */
  readonly doNotTrack: string | undefined;
  /** The operator's file: a word, or undefined where there is no file. */
  readonly file: string | undefined;
  /** The vendor's word. */
  readonly option: Mode;
}

const MODES: readonly string[] = ['off', 'local', 'on'];

/** A mode by its name, in any case; undefined for anything else. */
export function modeOf(word: unknown): Mode | undefined {
  const name = typeof word === 'string' ? word.trim().toLowerCase() : '';
  return MODES.includes(name) ? (name as Mode) : undefined;
}

/**
 * Decides the mode. The operator's word beats the vendor's, the environment beats the file. A word of the operator that is
 * none means `off`: whoever wrote it wanted something, and nothing is the safe reading.
 */
export function decideMode(words: ModeWords): { readonly mode: Mode; readonly by: ModeBy } {
  if (given(words.environment)) return { mode: modeOf(words.environment) ?? 'off', by: 'environment' };
  if (words.file !== undefined) return { mode: modeOf(words.file) ?? 'off', by: 'file' };
  if (words.option !== 'off' && wishesNoTracking(words.doNotTrack)) {
    return { mode: words.option === 'on' ? 'local' : words.option, by: 'do-not-track' };
  }
  return { mode: words.option, by: 'option' };
}

const given = (word: string | undefined): boolean => word !== undefined && word.trim() !== '';

function wishesNoTracking(word: string | undefined): boolean {
  return given(word) && !['0', 'false', 'no'].includes((word ?? '').trim().toLowerCase());
}
