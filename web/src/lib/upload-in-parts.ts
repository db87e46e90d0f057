import { ApiError, mayPass } from "@/api/api-error";
import { exchange } from "@/api/call";

/**
 * A large file in parts, by tus 1.0: what has arrived stays at the server for a day, and a lost connection costs the
 * part that was on its way. Where an upload stands is remembered for this tab, so that the same file goes on where it
 * was also after a reload.
 */
const part = 1024 * 1024;
const mostFailures = 6;
const version = { "Tus-Resumable": "1.0.0" };

export type InParts = {
  purpose: "cv" | "attachment";
  file: Blob;
  name: string;
  /** The same for the same file. */
  key: string;
  /** Told 0 to 1. */
  progress?: (part: number) => void;
  signal?: AbortSignal;
};

type Known = { url: string; whole: boolean };
const place = (key: string) => `ax.upload ${key}`;
function known(key: string): Known | null {
  try {
    return JSON.parse(sessionStorage.getItem(place(key)) ?? "null") as Known | null;
  } catch {
    return null;
  }
}
function remember(key: string, where: Known) {
  try {
    sessionStorage.setItem(place(key), JSON.stringify(where));
  } catch {
    // A full or forbidden store: then a reload begins anew.
  }
}
const forget = (key: string) => sessionStorage.removeItem(place(key));

const base64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const gone = (error: unknown) => error instanceof ApiError && [404, 410].includes(error.status);
/** Another tab sent the same part, or our own arrived after all. */
const elsewhere = (error: unknown) => error instanceof ApiError && error.reason === "files.upload_offset";

async function begin({ purpose, file, name, signal }: InParts): Promise<string> {
  const { headers } = await exchange({
    method: "POST",
    url: "/uploads/",
    headers: {
      ...version,
      "Upload-Length": String(file.size),
      "Upload-Metadata": `purpose ${base64(purpose)},filename ${base64(name)}`,
    },
    signal,
  });
  return String(headers.location);
}

async function offsetOf(url: string, signal?: AbortSignal): Promise<number> {
  const { headers } = await exchange({ method: "HEAD", url, headers: version, signal });
  return Number(headers["upload-offset"]);
}

async function sendPart(url: string, at: number, { file, progress, signal }: InParts): Promise<number> {
  const { headers } = await exchange({
    method: "PATCH",
    url,
    data: file.slice(at, at + part),
    headers: { ...version, "Upload-Offset": String(at), "Content-Type": "application/offset+octet-stream" },
    sent: (bytes) => progress?.(Math.min(1, (at + bytes) / file.size)),
    signal,
  });
  return Number(headers["upload-offset"]);
}

/** Until it is worth trying again: a while, or the network comes back, or nobody wants it any more. */
function pause(failures: number, signal?: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener("online", end);
      signal?.removeEventListener("abort", end);
      done();
    };
    const timer = setTimeout(end, 500 * 2 ** failures * (0.5 + Math.random() / 2));
    window.addEventListener("online", end);
    signal?.addEventListener("abort", end);
  });
}

/** Sends what is not there yet; gives the upload's address. */
async function sendAll(wish: InParts): Promise<string> {
  const before = known(wish.key);
  if (before?.whole) return before.url;
  let url = before?.url ?? null;
  let at: number | null = null;
  let failures = 0;
  let begun = 0;
  for (;;) {
    try {
      if (url === null) {
        url = await begin(wish);
        begun += 1;
        at = 0;
        remember(wish.key, { url, whole: false });
      }
      at ??= await offsetOf(url, wish.signal);
      while (at < wish.file.size) {
        at = await sendPart(url, at, wish);
        failures = 0;
      }
      remember(wish.key, { url, whole: true });
      return url;
    } catch (error) {
      if (wish.signal?.aborted) {
        forget(wish.key);
        if (url !== null) exchange({ method: "DELETE", url, headers: version }).catch(() => {});
        throw error;
      }
      if (url !== null && gone(error) && begun < 2) {
        url = null;
        continue;
      }
      failures += 1;
      if (!(mayPass(error) || elsewhere(error)) || failures > mostFailures) throw error;
      at = null;
      await pause(failures, wish.signal);
    }
  }
}

/**
 * Sends the file, and lets `finish` make of it what it is for. What broke off goes on with the next call; `finish` is
 * told the upload's name, which makes asking again safe.
 */
export async function uploadInParts<T>(wish: InParts, finish: (upload: string) => Promise<T>): Promise<T> {
  const url = await sendAll(wish);
  try {
    const made = await finish(url.split("/").at(-1) ?? "");
    forget(wish.key);
    return made;
  } catch (error) {
    if (!mayPass(error)) forget(wish.key);
    throw error;
  }
}
