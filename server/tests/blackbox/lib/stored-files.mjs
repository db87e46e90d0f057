import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { download, png, upload } from "./uploads.mjs";

const pdf = "%PDF-1.7\n%%EOF";

/** Method, path, body, and where the answer says the file is. */
export const everyKind = [
  ["PUT", "/account/photo/", png(64), (answer) => answer.url],
  ["PUT", "/account/cv/", pdf, (answer) => answer.cv.url],
  ["POST", "/chat/attachments/?name=a.png", png(32), (answer) => answer.url],
];

/** One file of each kind: their addresses. */
export async function uploads(client) {
  const urls = [];
  for (const [method, path, body, url] of everyKind) {
    const answer = await upload(client, method, path, body);
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    urls.push(url(await answer.json()));
  }
  return urls;
}

export async function assertServed(client, urls) {
  for (const url of urls) {
    const answer = await download(client, url);
    assert.equal(answer.status, 200, url);
    assert.ok((await answer.arrayBuffer()).byteLength > 0, url);
  }
}

function within(server, work) {
  const db = new DatabaseSync(join(server.data, "aspirex.db"), { timeout: 10_000 });
  try {
    return work(db);
  } finally {
    db.close();
  }
}

/** How many. */
export const rows = (server, sql = "SELECT count(*) AS n FROM file") => within(server, (db) => db.prepare(sql).get()?.n);

/** A job is due now, instead of at its time. */
export const runNow = (server, job) =>
  within(server, (db) => db.prepare("UPDATE schedule SET planned_at = 1, due_at = 1 WHERE name = ?").run(job));

export async function assertAway(answer) {
  assert.equal(answer.status, 503);
  assert.equal((await answer.json()).reason, "storage.unavailable");
  assert.ok(Number(answer.headers.get("retry-after")) > 0);
}

/** With the time it takes, in seconds. */
export async function timed(promise) {
  const begun = performance.now();
  const answer = await promise;
  return [answer, (performance.now() - begun) / 1000];
}
