import { Check } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FacetValue, MentorFacets } from "@/api/contract.gen";
import { formatMoney, formatNumber } from "@/lib/format";
import { useOnceSettled } from "@/lib/use-once-settled";
import { zoneCity, zoneOffset } from "@/lib/zones";
import { cn } from "@/ui/cn";
import { Select } from "@/ui/select";
import type { SearchState } from "../model/search-state";

type Props = {
  state: SearchState;
  facets: MentorFacets | undefined;
  onChange: (change: Partial<SearchState>) => void;
};

/** The filter column; the same inside the sheet of a phone. Counts say how many mentors each choice leaves. */
export function Facets({ state, facets, onChange }: Props) {
  const { t } = useTranslation("mentors");
  return (
    <div className="flex flex-col gap-7">
      <Group title={t("facet.within")}>
        <Pills
          value={state.within}
          options={[undefined, 1, 3, 7]}
          label={(days) => (days ? t("facet.within", { count: days }) : t("facet.withinAny"))}
          onChange={(within) => onChange({ within })}
        />
      </Group>
      <Group title={t("facet.skill")}>
        <ValueList
          values={facets?.skills ?? []}
          chosen={state.skill}
          onChange={(skill) => onChange({ skill })}
        />
      </Group>
      <Group title={t("facet.price")}>
        <PriceLimit
          facets={facets}
          value={state.price_max}
          onChange={(price_max) => onChange({ price_max })}
        />
      </Group>
      <Group title={t("facet.rating")}>
        <Pills
          value={state.rating_min}
          options={[undefined, 4, 4.5]}
          label={(rating) =>
            rating ? t("facet.ratingMin", { rating: formatNumber(rating, 1) }) : t("facet.ratingAny")
          }
          onChange={(rating_min) => onChange({ rating_min })}
        />
      </Group>
      <Group title={t("facet.language")}>
        <ValueList
          values={facets?.languages ?? []}
          chosen={state.language}
          onChange={(language) => onChange({ language })}
        />
      </Group>
      <Group title={t("facet.zone")}>
        <Select
          aria-label={t("facet.zone")}
          value={state.zone ?? ""}
          onChange={(event) => onChange({ zone: event.target.value || undefined })}
        >
          <option value="">{t("facet.zoneAny")}</option>
          {withChosen(facets?.zones ?? [], state.zone).map(({ value, count }) => (
            <option
              key={value}
              value={value}
            >{`${zoneCity(value)} · ${zoneOffset(value)} (${count})`}</option>
          ))}
        </Select>
      </Group>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-2.5 font-sans text-sm font-semibold tracking-normal">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** A choice stays visible even when the other filters leave nobody who has it. */
function withChosen(values: FacetValue[], chosen: string | undefined): FacetValue[] {
  if (!chosen || values.some(({ value }) => value === chosen)) return values;
  return [{ value: chosen, count: 0 }, ...values];
}

function ValueList({
  values,
  chosen,
  onChange,
}: {
  values: FacetValue[];
  chosen?: string;
  onChange: (value?: string) => void;
}) {
  const { t } = useTranslation("mentors");
  const [all, setAll] = useState(false);
  const few = 6;
  const list = withChosen(values, chosen);
  const shown = all ? list : list.filter(({ value }, index) => index < few || value === chosen);
  const hidden = list.length - shown.length;
  return (
    <>
      <ul className="-mx-2 flex flex-col">
        {shown.map(({ value, count }) => {
          const on = value === chosen;
          return (
            <li key={value}>
              <button
                type="button"
                aria-pressed={on}
                onClick={() => onChange(on ? undefined : value)}
                className={cn(
                  "flex min-h-9 w-full items-center gap-2 rounded-md px-2 text-left text-sm transition-colors hover:bg-hover",
                  on ? "font-medium text-primary-ink" : "text-ink-2",
                )}
              >
                <span
                  aria-hidden
                  className={cn(
                    "grid size-4.5 shrink-0 place-items-center rounded-sm border",
                    on ? "border-primary bg-primary text-on-primary" : "border-line-strong",
                  )}
                >
                  {on && <Check size={13} strokeWidth={3} />}
                </span>
                <span className="grow truncate">{value}</span>
                <span className="tabular text-ink-3">{count}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {(hidden > 0 || all) && list.length > few && (
        <button type="button" className="link mt-1 min-h-8 text-sm" onClick={() => setAll(!all)}>
          {all ? t("facet.fewer") : t("facet.more", { count: hidden })}
        </button>
      )}
    </>
  );
}

type PillsProps = {
  value: number | undefined;
  options: (number | undefined)[];
  label: (value: number | undefined) => string;
  onChange: (value: number | undefined) => void;
};

function Pills({ value, options, label, onChange }: PillsProps) {
  return (
    <div className="flex flex-wrap gap-1.5">
      {options.map((option) => (
        <button
          key={option ?? "any"}
          type="button"
          aria-pressed={option === value}
          onClick={() => onChange(option)}
          className="h-9 rounded-full border border-line px-3 text-sm text-ink-2 transition-colors hover:border-line-strong aria-pressed:border-primary aria-pressed:bg-primary-soft aria-pressed:font-medium aria-pressed:text-primary-ink"
        >
          {label(option)}
        </button>
      ))}
    </div>
  );
}

/** A slider from the cheapest to the dearest; the far right means "any price". Asks once the hand rests. */
function PriceLimit({
  facets,
  value,
  onChange,
}: {
  facets: MentorFacets | undefined;
  value?: number;
  onChange: (max?: number) => void;
}) {
  const { t } = useTranslation("mentors");
  const step = 10_000;
  const low = Math.floor((facets?.price_min ?? 0) / step) * step;
  const high = Math.max(low + step, Math.ceil((facets?.price_max ?? 0) / step) * step, value ?? 0);
  const [hand, setHand] = useState<number | null>(null);
  useOnceSettled(hand, 350, (max) => {
    onChange(max >= high ? undefined : max);
    setHand(null);
  });
  const shown = hand ?? value ?? high;
  const text =
    shown >= high
      ? t("facet.priceAny")
      : t("facet.priceUpTo", { price: formatMoney({ amount: shown, currency: "INR" }) });
  return (
    <div className="flex flex-col gap-1">
      <input
        type="range"
        min={low}
        max={high}
        step={step}
        value={shown}
        disabled={!facets}
        onChange={(event) => setHand(Number(event.target.value))}
        aria-label={t("facet.price")}
        aria-valuetext={text}
        className="h-8 w-full accent-primary"
      />
      <p className="tabular text-sm text-ink-2">{text}</p>
    </div>
  );
}
