/** A webhook wishes for single kinds ("payment.paid"), for all of a group ("payment.*"), or for everything ("*"). */
export const everything = "*";
export const allOf = (group: string) => `${group}.*`;
export const groupOf = (kind: string) => kind.split(".")[0] ?? kind;

/** The kinds by their group, in the server's order. */
export function groupsOf(kinds: readonly string[]): { group: string; kinds: string[] }[] {
  const groups = new Map<string, string[]>();
  for (const kind of kinds) groups.set(groupOf(kind), [...(groups.get(groupOf(kind)) ?? []), kind]);
  return [...groups].map(([group, members]) => ({ group, kinds: members }));
}

/** Whether a wider wish brings this one with it. */
export const within = (wishes: readonly string[], wish: string) =>
  (wish !== everything && wishes.includes(everything)) ||
  (wish !== allOf(groupOf(wish)) && wishes.includes(allOf(groupOf(wish))));

/** What a wider wish brings with it need not be wished for beside it. */
export function toggled(wishes: readonly string[], wish: string, on: boolean): string[] {
  const others = wishes.filter((one) => one !== wish);
  if (!on) return others;
  return [...others.filter((one) => !within([wish], one)), wish];
}
