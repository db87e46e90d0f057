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

/** The answer to `GET path`, if that was asked early and has arrived; anything else is left to the usual way. */
export async function earlyAnswer(path: string): Promise<EarlyAnswer | null> {
  const asked = window.axEarly?.get(path);
  if (!asked) return null;
  window.axEarly?.delete(path);
  const answer = await asked.catch(() => null);
  if (!answer?.ok) return null;
  const data: unknown = await answer.json().catch(() => null);
  return data === null ? null : { status: answer.status, data, headers: Object.fromEntries(answer.headers) };
}
