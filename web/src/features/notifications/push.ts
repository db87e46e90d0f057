import { call } from "@/api/call";
import { deviceName } from "@/lib/device-name";

/** denied: the person said no, and only the browser's own settings can change that. */
export type PushState = "unsupported" | "denied" | "off" | "on";

export const pushSupported = () =>
  "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** The key as the browser wants it. */
export function keyBytes(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** This browser's own, if it has one; asks nobody for anything. */
export async function ownSubscription(): Promise<PushSubscription | null> {
  if (!pushSupported()) return null;
  const registration = await navigator.serviceWorker.getRegistration("/");
  return (await registration?.pushManager.getSubscription()) ?? null;
}

export function stateOf(own: PushSubscription | null, known: { endpoint: string }[]): PushState {
  if (!pushSupported()) return "unsupported";
  if (Notification.permission === "denied") return "denied";
  return own && known.some((device) => device.endpoint === own.endpoint) ? "on" : "off";
}

const sameKey = (subscription: PushSubscription, key: Uint8Array) => {
  const own = new Uint8Array(subscription.options.applicationServerKey ?? new ArrayBuffer(0));
  return own.length === key.length && own.every((byte, i) => byte === key[i]);
};

/** Call it from a click: browsers ask for permission only then. False if the person said no. */
export async function startPush(): Promise<boolean> {
  if ((await Notification.requestPermission()) !== "granted") return false;
  await navigator.serviceWorker.register("/push-sw.js");
  const registration = await navigator.serviceWorker.ready;
  const key = keyBytes((await call("push.key")).key);
  let subscription = await registration.pushManager.getSubscription();
  if (subscription && !sameKey(subscription, key)) {
    await subscription.unsubscribe();
    subscription = null;
  }
  subscription ??= await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: key,
  });
  const { endpoint = "", keys = {} } = subscription.toJSON();
  await call("push.subscribe", {
    body: { endpoint, p256dh: keys.p256dh ?? "", auth: keys.auth ?? "", name: deviceName() },
  });
  return true;
}

/** Here and at the server. */
export async function stopPush(device: { id: number; endpoint: string }) {
  const own = await ownSubscription();
  if (own?.endpoint === device.endpoint) await own.unsubscribe();
  await call("push.unsubscribe", { params: { push: device.id } });
}
