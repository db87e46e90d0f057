import { useEffect, useState } from "react";
import { download } from "@/api/call";

/**
 * Files need the token, which an <img> does not send: they are fetched and shown from memory. Each address is held
 * while somebody shows it and a minute longer, for who scrolls back, and given back to the browser then.
 */
type Held = { users: number; url: Promise<string>; timer?: ReturnType<typeof setTimeout> };
const held = new Map<string, Held>();
const keepFor = 60_000;

function hold(path: string): Held {
  const one = held.get(path) ?? { users: 0, url: download(path).then((blob) => URL.createObjectURL(blob)) };
  held.set(path, one);
  one.users += 1;
  clearTimeout(one.timer);
  return one;
}

function letGo(path: string, one: Held) {
  one.users -= 1;
  if (one.users > 0) return;
  one.timer = setTimeout(() => {
    held.delete(path);
    one.url.then(URL.revokeObjectURL, () => {});
  }, keepFor);
}

export type Blobbed = { url: string | null; failed: boolean; retry: () => void };

export function useBlobUrl(path: string): Blobbed {
  const [state, setState] = useState<{ path: string; url: string | null; failed: boolean } | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    void attempt;
    const one = hold(path);
    let here = true;
    one.url.then(
      (url) => here && setState({ path, url, failed: false }),
      () => {
        held.delete(path);
        if (here) setState({ path, url: null, failed: true });
      },
    );
    return () => {
      here = false;
      letGo(path, one);
    };
  }, [path, attempt]);
  const current = state?.path === path ? state : null;
  return {
    url: current?.url ?? null,
    failed: current?.failed ?? false,
    retry: () => {
      setState(null);
      setAttempt((count) => count + 1);
    },
  };
}

/** The address of a file that is on this device already. */
export function useObjectUrl(blob: Blob | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!blob) return setUrl(null);
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}
