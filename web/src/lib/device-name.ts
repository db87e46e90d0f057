/** "Chrome on Windows": how a device shows in somebody's own list. Taken from the user agent, good enough for that. */
export function deviceName(agent: string = navigator.userAgent): string {
  const browser =
    [
      ["Edge", /Edg(e|A|iOS)?\//],
      ["Opera", /OPR\//],
      ["Samsung Internet", /SamsungBrowser\//],
      ["Firefox", /(Firefox|FxiOS)\//],
      ["Chrome", /(Chrome|CriOS)\//],
      ["Safari", /Safari\//],
    ].find(([, pattern]) => (pattern as RegExp).test(agent))?.[0] ?? "Browser";
  const system = [
    ["iPhone", /iPhone/],
    ["iPad", /iPad/],
    ["Android", /Android/],
    ["Windows", /Windows/],
    ["Mac", /Mac OS X/],
    ["Linux", /Linux/],
  ].find(([, pattern]) => (pattern as RegExp).test(agent))?.[0];
  return system ? `${browser} on ${system}` : `${browser}`;
}
