import { join } from "node:path";
import Database from "better-sqlite3";
import { people, tables } from "./schema.mjs";

/** Everything that arrived in one turn of the event loop is one durable commit: the best this stack can do. */
export function openSqlite(folder, pairs) {
  const db = new Database(join(folder, "reference.db"));
  // By exec: a statement that is collected as garbage ends the process with this version on Node 24.
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  db.exec(tables("INTEGER PRIMARY KEY"));
  db.exec("BEGIN");
  for (const { pair, account, token } of people(pairs))
    db.exec(`INSERT INTO account (id, token) VALUES (${account}, '${token}');
      INSERT OR IGNORE INTO conversation (id) VALUES (${pair}); INSERT INTO member VALUES (${pair}, ${account})`);
  db.exec("COMMIT");

  const byToken = db.prepare("SELECT id FROM account WHERE token = ?");
  const isMember = db.prepare("SELECT 1 FROM member WHERE conversation = ? AND account = ?");
  const members = db.prepare("SELECT account FROM member WHERE conversation = ?").pluck();
  const next = db.prepare("UPDATE conversation SET last_seq = last_seq + 1 WHERE id = ? RETURNING last_seq").pluck();
  const insert = db.prepare(`INSERT INTO message (conversation, seq, sender, client_key, text, sent_at)
    VALUES (?, ?, ?, ?, ?, ?) RETURNING id`).pluck();
  const nextEvent = db.prepare("UPDATE account SET last_event = last_event + 1 WHERE id = ? RETURNING last_event").pluck();
  const addEvent = db.prepare("INSERT INTO event VALUES (?, ?, 'chat.message', ?, ?)");

  const store = ({ conversation, sender, client_key, text }) => {
    if (!isMember.get(conversation, sender)) throw new Error("not a member");
    const seq = next.get(conversation);
    const sent_at = new Date().toISOString();
    const id = insert.get(conversation, seq, sender, client_key, text, sent_at);
    const message = JSON.stringify({ type: "message", message: { id, conversation, seq, sender, client_key, text, sent_at } });
    for (const account of members.all(conversation)) addEvent.run(account, nextEvent.get(account), message, sent_at);
    return message;
  };

  let waiting = [];
  const commit = db.transaction((batch) => batch.map(({ wish }) => store(wish)));
  const flush = () => {
    const batch = waiting;
    waiting = [];
    commit(batch).forEach((message, i) => batch[i].done(message));
  };
  return {
    account: async (token) => byToken.get(token)?.id,
    isMember: async (conversation, account) => Boolean(isMember.get(conversation, account)),
    send(wish, done) {
      if (waiting.push({ wish, done }) === 1) setImmediate(flush);
    },
  };
}
