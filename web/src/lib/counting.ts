import type { ProductEvent } from "@/api/contract.gen";

const most = 10;
const waiting: ProductEvent[] = [];
let told: ((event: ProductEvent) => void) | undefined;

/** What people came for has happened. What happens before counting begins waits for it, or for nobody. */
export function happened(event: ProductEvent) {
  if (told) told(event);
  else if (waiting.length < most) waiting.push(event);
}

export function whenHappened(tell: (event: ProductEvent) => void) {
  told = tell;
  for (const event of waiting.splice(0)) tell(event);
}

/** Do Not Track or Global Privacy Control: then nothing is counted, and nothing of what counts is loaded. */
export function wantsPrivacy(): boolean {
  const { doNotTrack, globalPrivacyControl } = navigator as Navigator & { globalPrivacyControl?: boolean };
  return doNotTrack === "1" || globalPrivacyControl === true;
}
