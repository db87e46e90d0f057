/** The part of the shell that only people who are signed in need. The browser keeps it after the first call. */
export const loadPortal = () => import("./portal");
