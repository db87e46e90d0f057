import { useEffect, useEffectEvent } from "react";
import { useLocation, useNavigation } from "react-router";

/**
 * Calls `act` once `value` has rested for `wait` milliseconds; null waits for nothing. Who has set out for another page
 * meanwhile is let go: acting on the address then would call them back.
 */
export function useOnceSettled<T>(value: T | null, wait: number, act: (value: T) => void) {
  const here = useLocation().pathname;
  const next = useNavigation().location?.pathname ?? here;
  const leaving = next !== here;
  const run = useEffectEvent(act);
  useEffect(() => {
    if (value === null || leaving) return;
    const timer = setTimeout(() => run(value), wait);
    return () => clearTimeout(timer);
  }, [value, wait, leaving]);
}
