import type { Workspace } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
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
