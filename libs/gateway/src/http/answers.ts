import type { Response } from 'express';

/** Answers with one error of the graph's form and nothing else. The message holds nothing that the request held. */
export function sendError(
  response: Response,
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.status(status).set({ 'cache-control': 'no-store', ...headers });
  response.json({ errors: [{ message, extensions: { code } }] });
}
