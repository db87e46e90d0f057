import { createTailwindMerge } from "tailwind-merge";

// The classes of this client, by what they set: tailwind-merge's own table knows all of Tailwind, and making it takes a phone 0.1 s
// before the first page. cn.test.ts fails when a class is used that the two tables judge differently.

const any = () => true;
const isWidth = (value: string) => /^(\d+|\[.+\])$/.test(value);
const isSize = (value: string) => /^(xs|sm|base|lg|\d?xl|\[.+\])$/.test(value);

type Group = (string | Record<string, unknown[]>)[];
/** Groups whose classes are NAME-VALUE, whatever the value. */
const named = (names: string) =>
  Object.fromEntries(names.split(" ").map((name): [string, Group] => [name, [{ [name]: [any] }]]));

const groups = {
  display: "block inline-block inline flex inline-flex grid inline-grid contents table hidden".split(" "),
  position: ["static", "fixed", "absolute", "relative", "sticky"],
  sr: ["sr-only", "not-sr-only"],
  visibility: ["visible", "invisible"],
  ...named("p px py pt pr pb pl m mx my mt mr mb ml scroll-mt scroll-my"),
  ...named("size w h min-w max-w min-h max-h inset inset-x inset-y top right bottom left z aspect"),
  ...named("gap gap-x gap-y basis order grid-cols grid-rows col-start row-start"),
  "col-start-end": [{ "col-span": [any] }],
  "row-start-end": [{ "row-span": [any] }],
  "flex-direction": ["flex-row", "flex-row-reverse", "flex-col", "flex-col-reverse"],
  "flex-wrap": ["flex-wrap", "flex-nowrap"],
  ...named("flex"),
  grow: ["grow", { grow: [any] }],
  shrink: ["shrink", { shrink: [any] }],
  "align-items": [{ items: [any] }],
  "align-self": [{ self: [any] }],
  "justify-content": [{ justify: [any] }],
  ...named("place-items overflow overflow-x overflow-y overscroll"),
  "object-fit": [{ object: ["contain", "cover", "fill", "none"] }],
  rounded: ["rounded", { rounded: [any] }],
  ...named("rounded-t rounded-b rounded-tl rounded-tr rounded-bl rounded-br"),
  "border-w": ["border", { border: [isWidth] }],
  ...Object.fromEntries(
    [..."xytrbl"].map((side): [string, Group] => [
      `border-w-${side}`,
      [`border-${side}`, { [`border-${side}`]: [isWidth] }],
    ]),
  ),
  "border-style": [{ border: ["solid", "dashed", "dotted", "none"] }],
  "border-collapse": [{ border: ["collapse", "separate"] }],
  "border-color": [{ border: [any] }],
  "divide-x": ["divide-x"],
  "divide-y": ["divide-y"],
  "divide-color": [{ divide: [any] }],
  "outline-style": [{ outline: ["none", "hidden"] }],
  "outline-w": [{ outline: [isWidth] }],
  ...named("outline-offset"),
  "outline-color": [{ outline: [any] }],
  "ring-w": ["ring", { ring: [isWidth] }],
  "ring-color": [{ ring: [any] }],
  "bg-color": [{ bg: [any] }],
  "shadow-color": [{ shadow: [any] }],
  "gradient-from": [{ from: [any] }],
  ...named("fill stroke accent opacity backdrop-blur"),
  "font-size": [{ text: [isSize] }],
  "text-alignment": [{ text: ["left", "center", "right"] }],
  "text-wrap": [{ text: ["wrap", "nowrap", "balance", "pretty"] }],
  "text-overflow": ["truncate"],
  "text-color": [{ text: [any] }],
  "font-weight": [{ font: ["normal", "medium", "semibold", "bold"] }],
  "font-family": [{ font: [any] }],
  "font-style": ["italic", "not-italic"],
  "text-decoration": ["underline", "line-through", "no-underline"],
  "text-transform": ["uppercase", "lowercase", "normal-case"],
  "list-style-type": [{ list: [any] }],
  break: [{ break: [any] }],
  ...named("leading tracking underline-offset line-clamp whitespace"),
  "vertical-align": [{ align: [any] }],
  transition: ["transition", { transition: [any] }],
  ...named("duration rotate scale translate-x translate-y"),
  ...named("cursor select pointer-events appearance field-sizing"),
  resize: ["resize", { resize: [any] }],
  "touch-y": ["touch-pan-y"],
  touch: [{ touch: [any] }],
  filter: ["filter"],
  "table-layout": ["table-auto", "table-fixed"],
};

/** Which other groups a later class takes the place of, too. */
const also = {
  p: ["px", "py", "pt", "pr", "pb", "pl"],
  px: ["pr", "pl"],
  py: ["pt", "pb"],
  m: ["mx", "my", "mt", "mr", "mb", "ml"],
  mx: ["mr", "ml"],
  my: ["mt", "mb"],
  "scroll-my": ["scroll-mt"],
  size: ["w", "h"],
  inset: ["inset-x", "inset-y", "top", "right", "bottom", "left"],
  "inset-x": ["right", "left"],
  "inset-y": ["top", "bottom"],
  gap: ["gap-x", "gap-y"],
  flex: ["basis", "grow", "shrink"],
  overflow: ["overflow-x", "overflow-y"],
  "font-size": ["leading"],
  "line-clamp": ["display", "overflow"],
  rounded: ["rounded-t", "rounded-b", "rounded-tl", "rounded-tr", "rounded-bl", "rounded-br"],
  "rounded-t": ["rounded-tl", "rounded-tr"],
  "rounded-b": ["rounded-bl", "rounded-br"],
  "border-w": [..."xytrbl"].map((side) => `border-w-${side}`),
  "border-w-x": ["border-w-r", "border-w-l"],
  "border-w-y": ["border-w-t", "border-w-b"],
  touch: ["touch-y"],
  "touch-y": ["touch"],
};

/** Of two classes that set the same the later one stays. */
export const mergeClasses = createTailwindMerge(() => ({
  cacheSize: 500,
  theme: {},
  classGroups: groups as never,
  conflictingClassGroups: also as never,
  conflictingClassGroupModifiers: { "font-size": ["leading"] } as never,
  orderSensitiveModifiers: ["after", "before", "file", "marker", "placeholder", "selection"],
}));
