/** Prices between what people type ("1,200.50") and minor units (120050), by digits alone: no floats. */
export const currencyDigits = (currency: string) =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** Null when it is no amount of this currency. Grouping commas and blanks are dropped. */
export function toMinor(text: string, currency: string): number | null {
  const digits = currencyDigits(currency);
  const match = /^(\d{1,12})(?:\.(\d*))?$/.exec(text.replace(/[,\s]/g, ""));
  const fraction = match?.[2] ?? "";
  if (!match || fraction.length > digits) return null;
  return Number(`${match[1]}${fraction.padEnd(digits, "0")}`);
}

/** What stands in the field for an amount: "1200", "1200.50". */
export function toMajor(amount: number, currency: string): string {
  const digits = currencyDigits(currency);
  const text = String(amount).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  const fraction = text.slice(text.length - digits);
  return digits === 0 || /^0*$/.test(fraction) ? whole : `${whole}.${fraction}`;
}
