/**
 * 0 (none) to 4 (strong), an estimate for the person who types. The server decides, with its list of common passwords.
 * Length counts most; repeats, runs (abcd, 1234) and the person's own name or address count for nothing.
 */
export function passwordStrength(password: string, own: string[] = []): 0 | 1 | 2 | 3 | 4 {
  if (!password) return 0;
  let text = password.toLowerCase();
  for (const word of own.flatMap((one) => one.toLowerCase().split(/[\s@._-]+/))) {
    if (word.length >= 3) text = text.replaceAll(word, "");
  }
  let worth = 0;
  for (let i = 0; i < text.length; i++) {
    const step = i === 0 ? Number.NaN : text.charCodeAt(i) - text.charCodeAt(i - 1);
    worth += step === 0 || step === 1 || step === -1 ? 0.25 : 1;
  }
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(password)).length;
  const score = worth * (1 + 0.12 * (kinds - 1)) * Math.min(1, new Set(text).size / 6);
  if (password.length < 10 || score < 7) return 1;
  if (score < 11) return 2;
  return score < 16 ? 3 : 4;
}
