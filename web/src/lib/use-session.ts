import { useSyncExternalStore } from "react";
import type { User } from "@/api/contract.gen";
import { session } from "@/api/session";

export const useSession = () => useSyncExternalStore(session.subscribe, session.current, session.current);
export const useUser = (): User | null => useSession()?.user ?? null;
