import { Link } from "react-router";

/** The mark and name, linking home. */
export function Brand({ to = "/", className = "" }: { to?: string; className?: string }) {
  return (
    <Link
      to={to}
      className={`inline-flex h-11 items-center gap-2.5 rounded-md font-display text-xl font-semibold tracking-tight ${className}`}
    >
      <svg viewBox="0 0 32 32" className="size-7" aria-hidden="true">
        <rect width="32" height="32" rx="9" className="fill-primary" />
        <path
          d="M7.5 24 14 8h3.4l2.6 6.4"
          fill="none"
          strokeWidth="3"
          strokeLinecap="round"
          strokeLinejoin="round"
          className="stroke-on-primary"
        />
        <path
          d="m15.5 24 9-9.5M24.5 24l-5-5.2"
          fill="none"
          strokeWidth="3"
          strokeLinecap="round"
          className="stroke-accent"
        />
      </svg>
      AspireX
    </Link>
  );
}
