/**
 * What the early script of index.html (scripts/early.mjs) asked the server before this code was here. Only for visitors:
 * nothing in it is anybody's own. Each answer is handed out once, and only while the first page is being made.
 */
declare global {
  interface Window {
    axEarly?: Map<string, Promise<Response>>;
  }
}

type EarlyAnswer = { status: number; data: unknown; headers: Record<string, string> };

/** The answer to `GET path?query`, if that was asked early; anything else is left to the usual way. */
export async function earlyAnswer(path: string, query: unknown = {}): Promise<EarlyAnswer | null> {
  if (!window.axEarly?.size) return null;
  const given = Object.entries(query as Record<string, unknown>).filter(([, value]) => value !== undefined);
  const parts = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  const key = parts ? `${path}?${parts}` : path;
  const asked = window.axEarly.get(key);
  if (!asked) return null;
  window.axEarly.delete(key);
  const answer = await asked.catch(() => null);
  if (!answer?.ok) return null;
  const data: unknown = await answer.json().catch(() => null);
  return data === null ? null : { status: answer.status, data, headers: Object.fromEntries(answer.headers) };
}
