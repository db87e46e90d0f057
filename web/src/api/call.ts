import axios, { type AxiosRequestConfig, type AxiosResponse } from "axios";
import { newKey } from "@/lib/new-key";

import { ApiError } from "./api-error";
import { type Endpoints, endpoints, type SignedIn } from "./contract.gen";
import { earlyAnswer } from "./early";
import { type Session, session } from "./session";
import { makeSignal } from "./signal";
import { traceparent } from "./trace";

/**
 * The only way to the server, and the only file that knows the HTTP library.
 *
 *   call("booking.hold", { body: { … } }, signal)
 *
 * Rejects with ApiError. Signs requests, renews the access token 60 s before it ends and once after a 401; tabs
 * share one renewal, because the server takes a second use of the same refresh token for theft.
 */
export type EndpointName = keyof Endpoints;
export type ResponseOf<E extends EndpointName> = Endpoints[E]["response"];
export type BodyOf<E extends EndpointName> = Endpoints[E]["body"];
export type QueryOf<E extends EndpointName> = Endpoints[E]["query"];

// What an endpoint does not take is no member at all: the union over all of them grows too big with `?: undefined`.
type Part<Name extends string, T> = T extends null
  ? unknown
  : string extends keyof T
    ? unknown
    : Record<never, never> extends T
      ? { [K in Name]?: T }
      : { [K in Name]: T };

export type CallOptions<E extends EndpointName> = Part<"params", Endpoints[E]["params"]> &
  Part<"query", Endpoints[E]["query"]> &
  Part<"body", Endpoints[E]["body"]> & {
    /** Idempotency key; pass one that outlives a retry when the caller retries by itself. */
    key?: string;
  };

type Args<E extends EndpointName> =
  Record<never, never> extends CallOptions<E>
    ? [options?: CallOptions<E>, signal?: AbortSignal]
    : [options: CallOptions<E>, signal?: AbortSignal];

type Given = { params?: unknown; query?: unknown; body?: unknown; key?: string };

const http = axios.create({
  baseURL: "/api/v1",
  adapter: "fetch",
  validateStatus: () => true,
  timeout: 30_000,
});

/** For tests, which talk to a server of their own. */
export function setBaseUrl(url: string) {
  http.defaults.baseURL = url;
}

const renewBefore = 60_000;
/** They work without a session, or are themselves what a session is made with. */
const signsIn = new Set<EndpointName>([
  "auth.login",
  "auth.signInWithPasskey",
  "auth.verifyEmail",
  "auth.finishExternal",
]);
const neverRenew = new Set<EndpointName>([
  ...signsIn,
  "auth.passkeyChallenge",
  "auth.refresh",
  "auth.register",
]);
const cookieEndpoints = new Set<EndpointName>([
  "auth.refresh",
  "auth.logout",
  "auth.logoutEverywhere",
  // On the way over another provider.
  "auth.google",
  "auth.external",
  "auth.finishExternal",
  "auth.beginLink",
]);

export async function call<E extends EndpointName>(name: E, ...args: Args<E>): Promise<ResponseOf<E>> {
  const [options = {}, signal] = args as [Given?, AbortSignal?];
  const key = options.key ?? (/^(booking|payments)\./.test(name) ? newKey() : undefined);
  const response = await signed((as) => send(name, options, as, key, signal), !neverRenew.has(name));
  if (signsIn.has(name)) session.start(response.data as SignedIn, serverTime(response));
  return (response.data === "" ? null : (response.data ?? null)) as ResponseOf<E>;
}

/** Sends as whoever is signed in, renewing what has run out; rejects what the server refuses. */
async function signed(
  request: (as: Session | null) => Promise<AxiosResponse>,
  renewable = true,
): Promise<AxiosResponse> {
  let as = session.current();
  if (renewable && as && as.expiresAt - Date.now() < renewBefore) as = await renew(as);
  let response = await request(as);
  if (response.status === 401 && renewable && as) {
    as = await renew(as);
    if (as) response = await request(as);
  }
  if (response.status >= 400) throw problemOf(response);
  return response;
}

async function send(
  name: EndpointName,
  options: Given,
  as: Session | null,
  key: string | undefined,
  signal?: AbortSignal,
): Promise<AxiosResponse> {
  const { verb, path } = endpoints[name];
  const url = fill(path, options.params as Record<string, string | number> | undefined);
  if (verb === "GET" && !as) {
    const early = await earlyAnswer(url, options.query);
    if (early) return early as AxiosResponse;
  }
  return ask({
    method: verb,
    url,
    params: options.query,
    data: options.body ?? undefined,
    signal,
    withCredentials: cookieEndpoints.has(name),
    headers: {
      ...authorization(as),
      ...(as?.csrf && cookieEndpoints.has(name) && { "X-CSRF-Token": as.csrf }),
      ...(key && verb !== "GET" && { "Idempotency-Key": key }),
    },
  });
}

const authorization = (as: Session | null) => (as ? { Authorization: `Token ${as.token}` } : {});

async function ask(request: AxiosRequestConfig): Promise<AxiosResponse> {
  try {
    const trace = traceparent();
    return await http.request(
      trace ? { ...request, headers: { ...request.headers, traceparent: trace } } : request,
    );
  } catch (error) {
    if (axios.isCancel(error)) throw error;
    throw new ApiError(0, { reason: navigator.onLine === false ? "network.offline" : "network.unreachable" });
  }
}

export type Exchange = Pick<AxiosRequestConfig, "method" | "url" | "params" | "data" | "signal"> & {
  headers?: Record<string, string>;
  /** Told how many bytes of the body are gone. */
  sent?: (bytes: number) => void;
};

/** A request that is no endpoint's, signed like all others; `url` is below the API's root, or begins with it. */
export function exchange({ sent, headers, url = "", ...request }: Exchange): Promise<AxiosResponse> {
  return signed((as) =>
    ask({
      ...request,
      url: url.replace(/^\/api\/v1(?=\/)/, ""),
      adapter: "xhr", // only this one tells how far it is
      timeout: 0,
      onUploadProgress: ({ loaded }) => sent?.(loaded),
      headers: { ...authorization(as), ...headers },
    }),
  );
}

export type Upload = {
  file: Blob;
  name: string;
  method?: "POST" | "PUT";
  /** Told 0 to 1 while the file goes up. */
  progress?: (part: number) => void;
  signal?: AbortSignal;
};

/** Sends one file as the body of a request; `path` is below the API's root, as in the endpoint table. */
export async function upload<T>(
  path: string,
  { file, name, method = "POST", progress, signal }: Upload,
): Promise<T> {
  const response = await exchange({
    method,
    url: path,
    params: { name },
    data: file,
    signal,
    sent: (bytes) => progress?.(file.size ? Math.min(1, bytes / file.size) : 0),
    headers: { "Content-Type": file.type },
  });
  return response.data as T;
}

/** A file that the server gives to who may see it, by the path that the server named. */
export async function download(path: string, signal?: AbortSignal): Promise<Blob> {
  if (!/^\/(?!\/)/.test(path)) throw new ApiError(404, { reason: "http.404" }); // the token stays with our server
  const response = await signed((as) =>
    ask({ url: path, baseURL: "", responseType: "blob", signal, timeout: 0, headers: authorization(as) }),
  );
  return response.data as Blob;
}
function fill(path: string, params: Record<string, string | number> = {}) {
  return path.replace(/\{(\w+)\}/g, (_, part: string) => encodeURIComponent(String(params[part])));
}

/** The server refused a call because the site is closed for work on it. */
export const closedForWork = makeSignal();

function problemOf(response: AxiosResponse) {
  const problem = typeof response.data === "object" && response.data !== null ? response.data : {};
  if (problem.reason === "site.maintenance") closedForWork.tell();
  return new ApiError(response.status, problem, {
    requestId: header(response, "x-request-id"),
    retryAfter: header(response, "retry-after"),
  });
}

const header = (response: AxiosResponse, name: string) =>
  (response.headers[name] as string | undefined) ?? undefined;
const serverTime = (response: AxiosResponse) => Date.parse(header(response, "date") ?? "") || Date.now();

let renewing: Promise<Session | null> | null = null;

/** A session newer than `stale`, or null when signing in again is needed. An outage rejects and keeps the session. */
export function renew(stale: Session): Promise<Session | null> {
  renewing ??= acrossTabs(() => renewUnlessDone(stale)).finally(() => {
    renewing = null;
  });
  return renewing;
}

async function renewUnlessDone(stale: Session): Promise<Session | null> {
  const latest = session.reload();
  if (!latest || latest.token !== stale.token) return latest; // another tab was faster, or signed out
  const response = await send("auth.refresh", { body: {} }, latest, undefined);
  if (response.status < 300) {
    session.start(response.data as SignedIn, serverTime(response));
    return session.current();
  }
  if (response.status === 401 || response.status === 403) {
    session.end();
    return null;
  }
  throw problemOf(response);
}

/** navigator.locks exists in secure contexts only; over plain HTTP in a LAN each tab renews for itself. */
function acrossTabs<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? (navigator.locks.request("ax.renew", work) as Promise<T>) : work();
}

/** Renews in the background while the page is open; returns the stop function. */
export function keepFresh(): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const schedule = () => {
    clearTimeout(timer);
    const now = session.current();
    if (!now) return;
    const wait = Math.max(1_000, now.expiresAt - Date.now() - renewBefore);
    // setTimeout overflows at 24.8 days; a later look is enough for anything longer than an hour.
    timer = setTimeout(
      () => {
        const due = session.current();
        if (due && due.expiresAt - Date.now() <= renewBefore + 1_000) renew(due).catch(() => schedule());
        else schedule();
      },
      Math.min(wait, 3_600_000),
    );
  };
  schedule();
  const stop = session.subscribe(schedule);
  return () => {
    clearTimeout(timer);
    stop();
  };
}
