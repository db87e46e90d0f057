/** In the fragment, which browsers send to no server. */
export const linkWithKey = (booking: number, key: string) =>
  `${location.origin}/sessions/${booking}#key=${key}`;

/** The key that a scanned link brought. */
export const keyInAddress = () => new URLSearchParams(location.hash.slice(1)).get("key") ?? "";

/** Once it stands in the form it need not stay in the address. */
export function forgetKeyInAddress() {
  if (keyInAddress()) history.replaceState(history.state, "", location.pathname + location.search);
}
