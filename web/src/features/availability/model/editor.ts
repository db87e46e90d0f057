import type { Availability, SetAvailability } from "@/api/contract.gen";

/** One stretch of a day. The id is the row's on the screen and survives edits; the server never sees it. */
export type Stretch = { id: number; start: string; end: string };
export type Special = Stretch & { date: string; off: boolean };
export type Rules = Pick<
  SetAvailability,
  "buffer_before" | "buffer_after" | "minimum_notice" | "horizon_days" | "daily_cap" | "start_every"
>;
/** `week[0]` is Monday. */
export type Editor = { time_zone: string; week: Stretch[][]; specials: Special[]; rules: Rules };

export const weekdays = [1, 2, 3, 4, 5, 6, 7];
const workdays = 5;
const dayMinutes = 24 * 60;

let lastId = 0;
const nextId = () => {
  lastId += 1;
  return lastId;
};

export function toEditor(from: Availability): Editor {
  const { time_zone, rules, overrides, ...rest } = from;
  return {
    time_zone,
    week: weekdays.map((weekday) =>
      rules
        .filter((rule) => rule.weekday === weekday)
        .map(({ start, end }) => ({ id: nextId(), start, end }))
        .sort((a, b) => a.start.localeCompare(b.start)),
    ),
    specials: overrides
      .map(({ date, start, end }) => ({
        id: nextId(),
        date,
        off: start === null || end === null,
        start: start ?? "09:00",
        end: end ?? "17:00",
      }))
      .sort((a, b) => `${a.date} ${a.start}`.localeCompare(`${b.date} ${b.start}`)),
    rules: rest,
  };
}

/** Monday's ranges first, in the order of the screen: `placeOf` counts the same way. */
export function toBody({ time_zone, week, specials, rules }: Editor): SetAvailability {
  return {
    time_zone,
    rules: week.flatMap((day, index) => day.map(({ start, end }) => ({ weekday: index + 1, start, end }))),
    overrides: specials.map(({ date, off, start, end }) => ({
      date,
      start: off ? null : start,
      end: off ? null : end,
    })),
    ...rules,
  };
}

export const sameContent = (a: Editor, b: Editor) => JSON.stringify(toBody(a)) === JSON.stringify(toBody(b));

/** Where a server path such as `rules[2].end` is on the screen. `key` names the message's home. */
export type Place =
  | { kind: "range"; key: string; weekday: number; part: string }
  | { kind: "special"; key: string; number: number; part: string }
  | { kind: "field"; key: string };

export function placeOf(editor: Editor, path: string): Place {
  const [, list, at = "", part = ""] = /^(rules|overrides)\[(\d+)\](?:\.(\w+))?$/.exec(path) ?? [];
  if (list === "rules") {
    const sent = editor.week.flatMap((day, index) => day.map(({ id }) => ({ id, weekday: index + 1 })));
    const row = sent[Number(at)];
    if (row) return { kind: "range", key: `${row.id}.${part}`, weekday: row.weekday, part };
  }
  if (list === "overrides") {
    const row = editor.specials[Number(at)];
    if (row) return { kind: "special", key: `${row.id}.${part}`, number: Number(at) + 1, part };
  }
  return { kind: "field", key: list ?? path };
}

/** What can be known to be wrong before it is sent, in the server's own words and paths. */
export function check(editor: Editor): { field: string; reason: string; limit?: number }[] {
  const body = toBody(editor);
  const open = new Set(body.overrides.filter((one) => one.start !== null).map((one) => one.date));
  return [
    ...body.rules.flatMap(({ start, end }, at) =>
      end <= start ? [{ field: `rules[${at}].end`, reason: "not_after_start" }] : [],
    ),
    ...body.overrides.flatMap(({ date, start, end }, at) => {
      if (!date) return [{ field: `overrides[${at}].date`, reason: "not_a_date" }];
      if (start === null || end === null)
        return open.has(date) ? [{ field: `overrides[${at}].date`, reason: "conflicting" }] : [];
      return end <= start ? [{ field: `overrides[${at}].end`, reason: "not_after_start" }] : [];
    }),
  ];
}

export const toMinutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
export const toTime = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** A new start takes the end along when it would pass it, so that the length stays where the day allows it. */
export function moveStart<T extends Stretch>(row: T, start: string): T {
  if (row.end > start) return { ...row, start };
  const length = Math.max(15, toMinutes(row.end) - toMinutes(row.start));
  return { ...row, start, end: toTime(Math.min(dayMinutes, toMinutes(start) + length)) };
}

/** 09:00–17:00 on an empty day, else an hour's break and then up to two hours; null when the day is full. */
export function nextStretch(day: Stretch[]): Stretch | null {
  if (day.length === 0) return { id: nextId(), start: "09:00", end: "17:00" };
  const last = Math.max(...day.map(({ end }) => toMinutes(end)));
  const start = last + 60 < dayMinutes ? last + 60 : last + 15;
  if (start >= dayMinutes) return null;
  return { id: nextId(), start: toTime(start), end: toTime(Math.min(dayMinutes, start + 120)) };
}

export const newSpecial = (): Special => ({
  id: nextId(),
  date: "",
  off: true,
  start: "09:00",
  end: "17:00",
});

/** The ranges of one day on Monday to Friday; Saturday and Sunday stay as they are. */
export const copyToWorkdays = (week: Stretch[][], from: number): Stretch[][] =>
  week.map((day, index) =>
    index === from || index >= workdays
      ? day
      : (week[from] ?? []).map((stretch) => ({ ...stretch, id: nextId() })),
  );

export const without = <T extends { id: number }>(rows: T[], id: number) =>
  rows.filter((row) => row.id !== id);

/** Undo of `without`: back to where it was, as far as the list still goes there. */
export const putBack = <T extends { id: number }>(rows: T[], row: T, at: number): T[] =>
  rows.some(({ id }) => id === row.id) ? rows : [...rows.slice(0, at), row, ...rows.slice(at)];

/** The choices of a select, with the value that is set even when it is none of them. */
export const withValue = (choices: number[], value: number) =>
  [...new Set([...choices, value])].sort((a, b) => a - b);
