import { type PointerEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button";
import { bars, box, centre, dots, line, niceMax, niceMin, pointAt, yOf } from "./chart-scale";

export type ChartPoint = { key: string; label: string; value: number | null };
type Props = {
  title: string;
  kind: "bars" | "line";
  points: ChartPoint[];
  format: (value: number) => string;
  /** Heads of the table's two columns. */
  heads: [string, string];
  /** Of the axis; default the next round number. */
  max?: number;
};

/**
 * Bars or a line, drawn by hand. The same numbers are always there as a table, for screen readers at once and for
 * everybody by a button. A point is looked at with the pointer, or with the arrow keys.
 */
export function Chart({ title, kind, points, format, heads, max }: Props) {
  const { t } = useTranslation("ui");
  const id = useId();
  const [table, setTable] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const values = points.map(({ value }) => value);
  const top = max ?? niceMax(values);
  const bottom = kind === "bars" ? niceMin(values) : 0;
  const text = (value: number | null) => (value === null ? t("chart.none") : format(value));
  // A single value says itself: there is nothing to compare it with.
  const known = points.filter(({ value }) => value !== null);
  const point = chosen === null ? (known.length === 1 ? known[0] : undefined) : points[chosen];
  return (
    <figure aria-labelledby={id} className="relative min-w-0">
      <figcaption className="mb-3 flex flex-wrap items-center justify-between gap-x-4">
        <h3 id={id} className="text-base">
          {title}
        </h3>
        <Button
          variant="ghost"
          size="sm"
          className="-mr-3"
          aria-pressed={table}
          onClick={() => setTable(!table)}
        >
          {t("chart.table")}
        </Button>
      </figcaption>
      {!table && (
        <div aria-hidden className="tabular flex justify-between gap-4 pb-1 text-xs text-ink-3">
          <span>
            {(max !== undefined || values.some((value) => value !== null && value > 0)) && format(top)}
          </span>
          <span className="min-h-4.5 font-medium text-ink">
            {point && `${point.label}: ${text(point.value)}`}
          </span>
        </div>
      )}
      {!table && (
        <div className="rounded-sm has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-primary">
          <Drawing kind={kind} values={values} max={top} min={bottom} chosen={chosen} onChoose={setChosen} />
          <input
            type="range"
            className="sr-only"
            aria-label={t("chart.points", { title })}
            min={0}
            max={Math.max(points.length - 1, 0)}
            value={chosen ?? points.length - 1}
            aria-valuetext={
              point && chosen !== null ? `${point.label}: ${text(point.value)}` : t("chart.choose")
            }
            onChange={(event) => setChosen(Number(event.target.value))}
            onBlur={() => setChosen(null)}
          />
        </div>
      )}
      {!table && (
        <div aria-hidden className="tabular pt-1 text-xs text-ink-3">
          {bottom < 0 && <span className="block">{format(bottom)}</span>}
          <span className="flex justify-between">
            <span>{points[0]?.label}</span>
            <span>{points.length > 1 && points.at(-1)?.label}</span>
          </span>
        </div>
      )}
      {/* A table keeps its size whatever is cut off around it, so it stands in a box. */}
      <div className={table ? undefined : "sr-only"}>
        <table className="w-full text-sm">
          <caption className="sr-only">{title}</caption>
          <thead className="border-b border-line text-ink-2">
            <tr>
              <th scope="col" className="py-2 text-left font-medium">
                {heads[0]}
              </th>
              <th scope="col" className="py-2 text-right font-medium">
                {heads[1]}
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {points.map(({ key, label, value }) => (
              <tr key={key}>
                <th scope="row" className="py-2 text-left font-normal">
                  {label}
                </th>
                <td className="tabular py-2 text-right">{text(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

type DrawingProps = {
  kind: "bars" | "line";
  values: (number | null)[];
  max: number;
  min: number;
  chosen: number | null;
  onChoose: (at: number | null) => void;
};

function Drawing({ kind, values, max, min, chosen, onChoose }: DrawingProps) {
  const choose = (event: PointerEvent<SVGSVGElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    if (width > 0 && values.length > 0) onChoose(pointAt((event.clientX - left) / width, values.length));
  };
  const zero = yOf(0, max, min);
  return (
    <svg
      viewBox={`0 0 ${box} ${box}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className="block h-40 w-full touch-pan-y overflow-visible"
      onPointerMove={choose}
      onPointerDown={choose}
      onPointerLeave={() => onChoose(null)}
    >
      {(min < 0 ? [0, zero, box] : [0, 50, box]).map((y) => (
        <line
          key={y}
          x1="0"
          x2={box}
          y1={y}
          y2={y}
          vectorEffect="non-scaling-stroke"
          className={y === zero ? "stroke-line-strong" : "stroke-line"}
        />
      ))}
      {kind === "bars"
        ? bars(values, max, min).map((bar, at) => (
            <rect
              // A bar is its place.
              key={bar.x}
              {...bar}
              className={at === chosen ? "fill-primary-hover" : "fill-primary"}
            />
          ))
        : [
            { d: line(values, max), strokeWidth: 2.5 },
            { d: dots(values, max), strokeWidth: 10 },
          ].map((path) => (
            <path
              key={path.strokeWidth}
              {...path}
              fill="none"
              strokeLinecap="round"
              strokeLinejoin="round"
              vectorEffect="non-scaling-stroke"
              className="stroke-primary"
            />
          ))}
      {chosen !== null && (
        <line
          x1={centre(chosen, values.length)}
          x2={centre(chosen, values.length)}
          y1="0"
          y2={box}
          vectorEffect="non-scaling-stroke"
          className="stroke-ink-3"
          strokeDasharray="2 3"
        />
      )}
    </svg>
  );
}
