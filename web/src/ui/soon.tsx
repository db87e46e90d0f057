import { type ReactNode, useDeferredValue } from "react";

/**
 * Shows `instead` with the page around it, and draws `children` right after that in slices of their own: what stands at the
 * top need not wait for what is below, and a phone answers the finger in between. `instead` should be as high.
 */
export const Soon = ({ children, instead }: { children: ReactNode; instead: ReactNode }) =>
  useDeferredValue(true, false) ? children : instead;
