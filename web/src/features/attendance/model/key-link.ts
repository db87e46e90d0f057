import { useEffect, useState } from "react";

/** In the fragment, which browsers send to no server. */
export const linkWithKey = (booking: number, key: string) =>
  `${location.origin}/sessions/${booking}#key=${key}`;

const keyInAddress = () => new URLSearchParams(location.hash.slice(1)).get("key") ?? "";

/** The key that a scanned link brought, also to a page that is open already. It does not stay in the address. */
export function useScannedKey(): string {
  const [key, setKey] = useState(keyInAddress);
  useEffect(() => {
    const take = () => {
      const found = keyInAddress();
      if (!found) return;
      setKey(found);
      history.replaceState(history.state, "", location.pathname + location.search);
    };
    take();
    addEventListener("hashchange", take);
    return () => removeEventListener("hashchange", take);
  }, []);
  return key;
}
