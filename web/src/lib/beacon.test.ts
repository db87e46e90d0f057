import { describe, expect, it, vi } from "vitest";
import { beacon, primaryLanguage, referrerHost } from "./beacon";
import { wantsPrivacy } from "./counting";

describe("what is told", () => {
  it.each([
    ["https://news.example/item?id=7", "news.example"],
    ["https://www.news.example/", "news.example"],
    ["https://mentors.example/about", undefined],
    ["https://www.mentors.example/about", undefined],
    ["http://localhost:3000/", undefined],
    ["http://192.0.2.7/", undefined],
    ["https://mail.xn--p1ai/", "mail.xn--p1ai"],
    ["android-app://com.example.mail/", "com.example.mail"],
    ["", undefined],
  ])("of the page before only another site's host: %s", (referrer, host) => {
    expect(referrerHost(referrer, "mentors.example")).toBe(host);
  });

  it.each([
    ["en-GB", "en"],
    ["de", "de"],
    ["gsw-CH", "gsw"],
    ["", undefined],
    ["C", undefined],
  ])("of the language only the first part: %s", (language, tag) => {
    expect(primaryLanguage(language)).toBe(tag);
  });

  it("goes out as JSON with the kind of device", () => {
    const sent: [string, unknown][] = [];
    vi.stubGlobal("matchMedia", () => ({ matches: false }));
    navigator.sendBeacon = (url, body) => sent.push([String(url), JSON.parse(String(body))]) > 0;
    beacon({ route: "/mentors", view: true });
    expect(sent).toEqual([["/api/v1/traffic/", { route: "/mentors", view: true, device: "desktop" }]]);
    vi.unstubAllGlobals();
  });
});

it.each([
  [{ doNotTrack: "1" }, true],
  [{ globalPrivacyControl: true }, true],
  [{ doNotTrack: "0", globalPrivacyControl: false }, false],
  [{ doNotTrack: null }, false],
])("who asks not to be counted is heard: %o", (navigator, wanted) => {
  vi.stubGlobal("navigator", navigator);
  expect(wantsPrivacy()).toBe(wanted);
  vi.unstubAllGlobals();
});
