import { session } from "@/api/session";

/** Runs once, as soon as somebody is signed in on this page. */
export function whenSignedIn(run: () => void) {
  if (session.current()) return run();
  const stop = session.subscribe(() => {
    if (!session.current()) return;
    stop();
    run();
  });
}
