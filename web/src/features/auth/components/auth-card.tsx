import type { ReactNode } from "react";
import { useTitle } from "@/lib/use-title";

/** The one column of sign-in and its relatives. */
export function AuthCard({
  title,
  lead,
  children,
  below,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  below?: ReactNode;
}) {
  useTitle(title);
  return (
    <div className="w-full max-w-[26rem]">
      <h1 className="text-2xl">{title}</h1>
      {lead && <p className="mt-2 text-ink-2">{lead}</p>}
      <div className="mt-7 flex flex-col gap-5">{children}</div>
      {below && <p className="mt-7 border-t border-line pt-5 text-sm text-ink-2">{below}</p>}
    </div>
  );
}
