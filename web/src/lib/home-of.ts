import type { Role, User } from "@/api/contract.gen";

/** Where somebody belongs right after signing in. */
export const homeOf = (user: User) => homeOfRole(user.roles[0] ?? "student");
export const homeOfRole = (role: Role) => (role === "staff" ? "/staff/mentors" : `/${role}`);

/**
 * A place on this site to go on to, from a `next` in the address. Anything that could lead to another site
 * ("//evil", "/\evil", "https:…") is dropped.
 */
export function safeNext(next: string | null): string | null {
  if (!next?.startsWith("/")) return null;
  try {
    const target = new URL(next, "http://here.invalid");
    return target.host === "here.invalid" ? target.pathname + target.search + target.hash : null;
  } catch {
    return null;
  }
}
