/** The tables of a chat that keeps what ours keeps: messages by number, and every member's stream of events. */
export const tables = (identity) => `
  CREATE TABLE account (id INTEGER PRIMARY KEY, token TEXT NOT NULL UNIQUE, last_event BIGINT NOT NULL DEFAULT 0);
  CREATE TABLE conversation (id INTEGER PRIMARY KEY, last_seq BIGINT NOT NULL DEFAULT 0);
  CREATE TABLE member (conversation INTEGER NOT NULL, account INTEGER NOT NULL, PRIMARY KEY (conversation, account));
  CREATE TABLE message (id ${identity}, conversation INTEGER NOT NULL, seq BIGINT NOT NULL, sender INTEGER NOT NULL,
    client_key TEXT NOT NULL, text TEXT NOT NULL, sent_at TEXT NOT NULL,
    UNIQUE (conversation, seq), UNIQUE (conversation, sender, client_key));
  CREATE TABLE event (account INTEGER NOT NULL, seq BIGINT NOT NULL, name TEXT NOT NULL, data TEXT NOT NULL,
    at TEXT NOT NULL, PRIMARY KEY (account, seq));`;

export const tokenOf = (account) => `reference-token-${String(account).padStart(8, "0")}`;

/** Pair p is conversation p with the accounts 2p - 1 and 2p. */
export function* people(pairs) {
  for (let pair = 1; pair <= pairs; pair += 1)
    for (const account of [2 * pair - 1, 2 * pair]) yield { pair, account, token: tokenOf(account) };
}
