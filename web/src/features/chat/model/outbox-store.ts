import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { OutboxStore, Unsent } from "./outbox";

interface Schema extends DBSchema {
  unsent: { key: string; value: Unsent; indexes: { owner: string } };
}

/** For browsers that keep nothing (a private window): what is written lives as long as the tab. */
export function memoryStore(): OutboxStore {
  const entries = new Map<string, Unsent>();
  let order = 0;
  return {
    all: async (owner) => [...entries.values()].filter((one) => one.owner === owner),
    add: async (unsent) => {
      order += 1;
      const kept = { ...unsent, order };
      entries.set(kept.key, kept);
      return kept;
    },
    put: async (unsent) => {
      if (entries.has(unsent.key)) entries.set(unsent.key, unsent);
    },
    remove: async (key) => void entries.delete(key),
    clear: async (owner) => {
      for (const one of entries.values()) if (one.owner === owner) entries.delete(one.key);
    },
  };
}

/** IndexedDB: survives a reload and a closed window; files are kept in it as well. */
export async function browserStore(): Promise<OutboxStore> {
  try {
    return storeIn(
      await openDB<Schema>("ax-chat", 1, {
        upgrade: (db) => db.createObjectStore("unsent", { keyPath: "key" }).createIndex("owner", "owner"),
      }),
    );
  } catch {
    return memoryStore();
  }
}

function storeIn(db: IDBPDatabase<Schema>): OutboxStore {
  return {
    all: (owner) => db.getAllFromIndex("unsent", "owner", owner),
    // In one transaction: two tabs never give the same order.
    add: async (unsent) => {
      const work = db.transaction("unsent", "readwrite");
      let order = 0;
      for (let at = await work.store.openCursor(); at; at = await at.continue())
        order = Math.max(order, at.value.order);
      const kept = { ...unsent, order: Math.max(order + 1, Date.now()) };
      await work.store.add(kept);
      await work.done;
      return kept;
    },
    // Never brings back what another tab has sent or taken back meanwhile.
    put: async (unsent) => {
      const work = db.transaction("unsent", "readwrite");
      if (await work.store.getKey(unsent.key)) await work.store.put(unsent);
      await work.done;
    },
    remove: (key) => db.delete("unsent", key),
    clear: async (owner) => {
      const work = db.transaction("unsent", "readwrite");
      for (const key of await work.store.index("owner").getAllKeys(owner)) await work.store.delete(key);
      await work.done;
    },
  };
}
