import type { ReactNode } from "react";

type SectionProps = { id?: string; title: string; lead: string; children: ReactNode };

export function Section({ id, title, lead, children }: SectionProps) {
  return (
    <section
      id={id}
      aria-label={title}
      className="grid scroll-mt-20 grid-cols-1 gap-x-12 gap-y-5 py-8 lg:grid-cols-[18rem_minmax(0,1fr)]"
    >
      <div>
        <h2 className="text-lg">{title}</h2>
        <p className="mt-1 text-sm text-ink-2">{lead}</p>
      </div>
      <div className="max-w-xl">{children}</div>
    </section>
  );
}
