import { startTransition, useOptimistic } from "react";
import { useTranslation } from "react-i18next";
import type { Workspace } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { newKey } from "@/lib/new-key";
import { toast } from "@/ui/toast";
import { useKeepWorkspace } from "./queries";

/** Runs a change and shows the workspace it answers with. `orFail` leaves failures to a form. */
export function useWorkspaceChange(person: string) {
  const keep = useKeepWorkspace(person);
  const orFail = async (run: () => Promise<Workspace>) => keep(await run());
  return Object.assign(
    (run: () => Promise<Workspace>) => {
      orFail(run).catch((error) => toast.error(errorText(error)));
    },
    { orFail },
  );
}

/** Takes an item away. For a while the message about it brings it back, as a new one; pressing twice brings one. */
export function useRemoval(person: string) {
  const { t } = useTranslation("workspace");
  const change = useWorkspaceChange(person);
  return (remove: () => Promise<Workspace>, addAgain: (key: string) => Promise<Workspace>) => {
    const key = newKey();
    change(async () => {
      const left = await remove();
      toast(t("removed"), { label: t("undo"), run: () => change(() => addAgain(key)) });
      return left;
    });
  };
}

/** The one that was added last. */
export const newest = <Item extends { id: number }>(items: Item[]) =>
  items.reduce<Item | undefined>((last, one) => (last && last.id > one.id ? last : one), undefined);

/** A box that shows the choice at once; it goes back by itself when the change is refused. */
export function useTicked(person: string, done: boolean, save: (done: boolean) => Promise<Workspace>) {
  const { orFail } = useWorkspaceChange(person);
  const [shown, show] = useOptimistic(done);
  const tick = (to: boolean) =>
    startTransition(async () => {
      show(to);
      try {
        await orFail(() => save(to));
        // The cache tells the page in a task of its own: the guess stays until then, or the box would flicker.
        await new Promise((told) => setTimeout(told));
      } catch (error) {
        toast.error(errorText(error));
      }
    });
  return [shown, tick] as const;
}
