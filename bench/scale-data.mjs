// More of what bench/pages.mjs brings, written past the server: copies of every post, message and event.
import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { messages } from "./pages.mjs";

/** Runs statements in the database of a data folder. */
export const sqlite = (data) => {
  const run = (text) => {
    const db = new DatabaseSync(join(data, "aspirex.db"));
    db.exec(`PRAGMA busy_timeout = 10000; ${text}`);
    db.close();
  };
  return Object.assign(run, { log: true });
};

/** Runs statements in a PostgreSQL database. */
export const psql = (url) => (text) =>
  execFileSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", url, "-c", text], { stdio: "pipe" });

const postColumns = "author_id, title, text, html, opening, tags, official, created_at, published_at, heat, likes, comments, views, edits";
const eventColumns =
  "host_id, state, title, description, online_url, place, time_zone, local_start, minutes, starts_at, ends_at, capacity, tags, search, created_at, updated_at";

/** Bytes of the whole database, indexes included. */
export function sizeOf(cluster, url, data) {
  if (!cluster) return ["aspirex.db", "aspirex.db-wal"].reduce((sum, name) => sum + statSync(join(data, name)).size, 0);
  return Number(execFileSync("psql", ["-X", "-A", "-t", url, "-c", "SELECT pg_database_size(current_database())"], { encoding: "utf8" }));
}

/**
 * Makes `times` as much of what is in the database once. Posts get older with each copy, events later, and messages go on behind
 * those there are, in the conversation `conversation` only.
 */
export function multiply(sql, conversation, from, times) {
  const day = 864e8; // in microseconds
  for (let copy = from; copy < times; copy += 1) {
    const older = (column) => `${column} - ${copy * day}`;
    sql(`INSERT INTO post (${postColumns}, client_key)
      SELECT ${postColumns.replace("created_at", older("created_at")).replace("published_at", older("published_at")).replace("heat", older("heat"))},
        client_key || '-${copy}' FROM post WHERE client_key LIKE 'bench-post-%' AND client_key NOT LIKE 'bench-post-%-%'`);
    sql(`INSERT INTO event (${eventColumns}, client_key)
      SELECT ${eventColumns.replace("starts_at", `starts_at + ${copy * 60e6}`).replace("ends_at", `ends_at + ${copy * 60e6}`)},
        client_key || '-${copy}' FROM event WHERE client_key LIKE 'bench-event-%' AND client_key NOT LIKE 'bench-event-%-%'`);
    sql(`INSERT INTO message (conversation_id, seq, sender_id, client_key, text, sent_at)
      SELECT conversation_id, seq + ${copy * messages}, sender_id, client_key || '-${copy}', text, sent_at
      FROM message WHERE conversation_id = ${conversation}
        AND client_key LIKE 'bench-message-%' AND client_key NOT LIKE 'bench-message-%-%'`);
  }
  const last = `(SELECT max(seq) FROM message WHERE conversation_id = ${conversation})`;
  sql(`UPDATE conversation SET last_seq = ${last} WHERE id = ${conversation}`);
  sql(`UPDATE member SET read_seq = ${last} WHERE conversation_id = ${conversation}`);
  sql("ANALYZE");
  // Writing this much at once leaves a log that no site has.
  if (sql.log) sql("PRAGMA wal_checkpoint(TRUNCATE)");
}
