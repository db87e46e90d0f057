import { Slot } from "radix-ui";
import { type ReactNode, useEffect } from "react";

/**
 * Stands in for the package `react-remove-scroll` (alias in vite.config.ts), which writes a <style> element and so
 * breaks `style-src 'self'`. The page behind a dialog stands still by an attribute; theme.css does the rest.
 */
type Props = {
  as?: unknown;
  enabled?: boolean;
  allowPinchZoom?: boolean;
  shards?: unknown;
  children?: ReactNode;
};

let locks = 0;

export function RemoveScroll({
  enabled = true,
  children,
  as: _as,
  allowPinchZoom: _zoom,
  shards: _shards,
  ...rest
}: Props) {
  useEffect(() => {
    const page = document.documentElement;
    if (!enabled) return;
    locks += 1;
    // A scrollbar that takes room keeps it while hidden, so that nothing shifts.
    if (locks === 1) page.dataset.scrollLocked = window.innerWidth > page.clientWidth ? "gutter" : "";
    return () => {
      locks -= 1;
      if (locks === 0) delete page.dataset.scrollLocked;
    };
  }, [enabled]);
  return <Slot.Root {...rest}>{children}</Slot.Root>;
}

RemoveScroll.classNames = { fullWidth: "", zeroRight: "" };
export default RemoveScroll;
