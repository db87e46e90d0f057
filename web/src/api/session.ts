import type { SignedIn, User } from "./contract.gen";

/**
 * Who is signed in on this browser. Kept in memory with a copy in localStorage, so that a reload and other tabs know.
 * The refresh token is not here: it is an HttpOnly cookie that scripts cannot read.
 */
export type Session = { token: string; expiresAt: number; csrf: string | null; user: User };

const key = "ax.session";
const listeners = new Set<() => void>();
let current: Session | null = read();

function read(): Session | null {
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? "null") as Session | null;
    return stored && typeof stored.token === "string" && stored.user ? stored : null;
  } catch {
    return null;
  }
}

function store(next: Session | null) {
  current = next;
  try {
    if (next) localStorage.setItem(key, JSON.stringify(next));
    else localStorage.removeItem(key);
  } catch {
    // Storage is full or blocked: the session still lives in memory for this tab.
  }
  for (const listener of listeners) listener();
}

export const session = {
  current: () => current,
  /** Reads what another tab may have stored meanwhile. */
  reload: () => {
    current = read();
    for (const listener of listeners) listener();
    return current;
  },
  /** `serverNow` corrects a wrong clock of this device; without it the device's clock is believed. */
  start: (signedIn: SignedIn, serverNow = Date.now()) =>
    store({
      token: signedIn.token,
      expiresAt: Date.parse(signedIn.expires_at) - serverNow + Date.now(),
      csrf: signedIn.csrf_token,
      user: signedIn.user,
    }),
  setUser: (user: User) => current && store({ ...current, user }),
  end: () => store(null),
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

if (typeof window !== "undefined") {
  window.addEventListener("storage", (event) => {
    if (event.key === key || event.key === null) session.reload();
  });
}
