// A chat server as one would build it on Node: node server.mjs FACE STORE PORT PAIRS [FOLDER-OR-URL]
// FACE is ws or socketio, STORE is none, sqlite or postgres. Loopback only; ends with its parent's pipe.
import { createServer } from "node:http";
import { serveSocketIo, serveWs } from "./faces.mjs";

const [face, storeName, port, pairs, where] = process.argv.slice(2);
const stores = {
  none: () => undefined,
  sqlite: async () => (await import("./store-sqlite.mjs")).openSqlite(where, Number(pairs)),
  postgres: async () => (await import("./store-postgres.mjs")).openPostgres(where, Number(pairs)),
};
const store = await stores[storeName]();
const http = createServer((_, response) => response.end("ok"));
({ ws: serveWs, socketio: serveSocketIo })[face](http, store);
http.listen(Number(port), "127.0.0.1");
process.stdin.resume().once("end", () => process.exit(0));
