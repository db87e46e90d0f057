import pg from "pg";
import { people, tables } from "./schema.mjs";

const store = {
  name: "store",
  text: `WITH allowed AS (SELECT 1 FROM member WHERE conversation = $1 AND account = $2),
    numbered AS (UPDATE conversation SET last_seq = last_seq + 1 WHERE id = $1 AND EXISTS (SELECT 1 FROM allowed)
      RETURNING last_seq),
    stored AS (INSERT INTO message (conversation, seq, sender, client_key, text, sent_at)
      SELECT $1, last_seq, $2, $3, $4, $5 FROM numbered RETURNING id, seq),
    streams AS (UPDATE account SET last_event = last_event + 1
      WHERE id IN (SELECT account FROM member WHERE conversation = $1) RETURNING id, last_event),
    told AS (INSERT INTO event SELECT streams.id, streams.last_event, 'chat.message',
      json_build_object('id', stored.id, 'seq', stored.seq, 'sender', $2::int, 'client_key', $3::text, 'text', $4::text)::text,
      $5 FROM streams, stored)
    SELECT id, seq FROM stored`,
};

/** One statement a message, on a pool of connections: one commit each, which PostgreSQL groups by itself. */
export async function openPostgres(url, pairs) {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  await pool.query(tables("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"));
  const all = [...people(pairs)];
  await pool.query("INSERT INTO account (id, token) SELECT * FROM unnest($1::int[], $2::text[])", [
    all.map((one) => one.account), all.map((one) => one.token)]);
  await pool.query("INSERT INTO conversation (id) SELECT generate_series(1, $1::int)", [pairs]);
  await pool.query("INSERT INTO member SELECT * FROM unnest($1::int[], $2::int[])", [
    all.map((one) => one.pair), all.map((one) => one.account)]);
  return {
    account: async (token) =>
      (await pool.query({ name: "token", text: "SELECT id FROM account WHERE token = $1", values: [token] })).rows[0]?.id,
    isMember: async (conversation, account) =>
      (await pool.query("SELECT 1 FROM member WHERE conversation = $1 AND account = $2", [conversation, account])).rowCount > 0,
    async send({ conversation, sender, client_key, text }, done) {
      const sent_at = new Date().toISOString();
      const { rows } = await pool.query({ ...store, values: [conversation, sender, client_key, text, sent_at] });
      done(JSON.stringify({ type: "message", message: { ...rows[0], conversation, sender, client_key, text, sent_at } }));
    },
  };
}
