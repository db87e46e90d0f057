import { afterEach, expect, it, vi } from "vitest";
import { session } from "@/api/session";
import { signedIn, startTestServer } from "@/lib/test-server";
import { keyBytes, ownSubscription, startPush, stateOf, stopPush } from "./push";

const key = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";

/** What a browser offers, as far as it is used. */
function aBrowser({ permission = "granted" as NotificationPermission, old = false } = {}) {
  const made = (endpoint: string, bytes: Uint8Array<ArrayBuffer>) => ({
    endpoint,
    options: { applicationServerKey: bytes.buffer },
    toJSON: () => ({ endpoint, keys: { p256dh: "point", auth: "secret" } }),
    unsubscribe: vi.fn(async () => {
      state.own = null;
      return true;
    }),
  });
  const state: { own: ReturnType<typeof made> | null } = {
    own: old ? made("https://push.example/old", new Uint8Array([1, 2])) : null,
  };
  const pushManager = {
    getSubscription: async () => state.own,
    subscribe: vi.fn(async ({ applicationServerKey }: { applicationServerKey: Uint8Array<ArrayBuffer> }) => {
      state.own = made("https://push.example/new", applicationServerKey);
      return state.own;
    }),
  };
  const registration = { pushManager };
  const register = vi.fn(async () => registration);
  Object.defineProperty(navigator, "serviceWorker", {
    configurable: true,
    value: { register, ready: Promise.resolve(registration), getRegistration: async () => registration },
  });
  vi.stubGlobal("PushManager", class {});
  vi.stubGlobal("Notification", { permission, requestPermission: async () => permission });
  return { state, register, subscribe: pushManager.subscribe };
}

afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, "serviceWorker");
  session.end();
});

it("reads the server's key", () => {
  const bytes = keyBytes(key);
  expect([bytes.length, bytes[0], bytes.at(-1)]).toEqual([65, 4, 15]);
});

it("subscribes with the server's key, in place of one of an older key", async () => {
  session.start(signedIn("token", 900));
  const browser = aBrowser({ old: true });
  const old = browser.state.own;
  const server = await startTestServer({
    "GET /push/key/": () => ({ body: { key } }),
    "POST /push/subscriptions/": () => ({ body: { id: 1 } }),
  });
  expect(await startPush()).toBe(true);
  expect(old?.unsubscribe).toHaveBeenCalled();
  expect(server.requests.at(-1)?.body).toMatchObject({
    endpoint: "https://push.example/new",
    p256dh: "point",
    auth: "secret",
  });
  expect(await startPush()).toBe(true);
  expect(browser.subscribe).toHaveBeenCalledTimes(1);
});

it("leaves everything as it is when the person says no", async () => {
  const browser = aBrowser({ permission: "denied" });
  expect(await startPush()).toBe(false);
  expect(browser.register).not.toHaveBeenCalled();
  expect(stateOf(null, [])).toBe("denied");
});

it("is on only where browser and server agree", async () => {
  session.start(signedIn("token", 900));
  const browser = aBrowser({ old: true });
  const own = await ownSubscription();
  expect(stateOf(own, [])).toBe("off");
  expect(stateOf(own, [{ endpoint: "https://push.example/old" }])).toBe("on");
  expect(stateOf(null, [{ endpoint: "https://push.example/old" }])).toBe("off");
  await startTestServer({ "DELETE /push/subscriptions/7/": () => ({ status: 204 }) });
  await stopPush({ id: 7, endpoint: "https://push.example/old" });
  expect(browser.state.own).toBeNull();
});

it("says so where there is no push at all", async () => {
  expect(stateOf(null, [])).toBe("unsupported");
  expect(await ownSubscription()).toBeNull();
});
