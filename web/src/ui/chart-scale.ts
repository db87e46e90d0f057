/** The geometry of charts in a box of 100 by 100, origin at the top left. Pure. */
export const box = 100;

/** The next of 1, 2, 5, 10, 20 … that is not below the largest value: a line people can read at. */
export function niceMax(values: (number | null)[]): number {
  const largest = Math.max(0, ...values.map((value) => value ?? 0));
  if (largest === 0) return 1;
  const unit = 10 ** Math.floor(Math.log10(largest));
  return unit * ([1, 2, 5].find((step) => step * unit >= largest) ?? 10);
}

/** The same below zero; zero where nothing lies there. */
export function niceMin(values: (number | null)[]): number {
  const negative = values.filter((value) => value !== null && value < 0).map((value) => -(value ?? 0));
  return negative.length === 0 ? 0 : -niceMax(negative);
}

/** How far a value stands from the top. */
export const yOf = (value: number, max: number, min = 0) =>
  ((max - Math.min(Math.max(value, min), max)) / (max - min)) * box;

/** From the zero line up or down; a value that is not zero can be seen. */
export function bars(values: (number | null)[], max: number, min = 0) {
  const slot = box / Math.max(values.length, 1);
  const zero = yOf(0, max, min);
  return values.map((value, at) => {
    const height = value ? Math.max(Math.abs(yOf(value, max, min) - zero), 1) : 0;
    const y = value !== null && value < 0 ? zero : zero - height;
    return { x: at * slot + slot * 0.12, y, width: slot * 0.76, height };
  });
}

export const centre = (at: number, count: number) => ((at + 0.5) * box) / Math.max(count, 1);

/** A path through the values; it breaks where there is none. */
export function line(values: (number | null)[], max: number): string {
  const parts: string[] = [];
  values.forEach((value, at) => {
    if (value === null) return;
    const x = centre(at, values.length).toFixed(2);
    const y = yOf(value, max).toFixed(2);
    const goesOn = at > 0 && values[at - 1] !== null;
    parts.push(goesOn ? `L${x} ${y}` : `M${x} ${y}h0.01`);
  });
  return parts.join("");
}

/** The points that no line leads to: drawn as dots, or nobody sees them. */
export function dots(values: (number | null)[], max: number): string {
  return values
    .map((value, at) => {
      const alone = (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null;
      if (value === null || !alone) return "";
      return `M${centre(at, values.length).toFixed(2)} ${yOf(value, max).toFixed(2)}h0.01`;
    })
    .join("");
}

/** Which of `count` points lies under a share of the width. */
export const pointAt = (share: number, count: number) =>
  Math.min(count - 1, Math.max(0, Math.floor(share * count)));
