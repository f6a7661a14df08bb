const MONTH_TEXT = /^(\d{4})-(0[1-9]|1[0-2])$/;

/** `2009-12` → 200912; anything else is undefined. */
export function parseMonth(text: string): number | undefined {
  const match = MONTH_TEXT.exec(text);
  return match ? Number(match[1]) * 100 + Number(match[2]) : undefined;
}

/** 200912 → `2009-12`. */
export function monthText(month: number): string {
  const digits = String(month).padStart(6, '0');
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}
