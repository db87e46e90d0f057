import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import S3rver from "@20minutes/s3rver";
import { freePort, scratchFolder } from "./server.mjs";

const bucket = "people";
const ending = "._S3rver_object";

/** A service that speaks S3, with one bucket; keeps its port and what it holds when it is stopped and started again. */
export class S3 {
  hanging = false;
  /** What it was asked, in order. */
  said = [];

  static async start() {
    const s3 = new S3();
    s3.port = await freePort();
    s3.folder = scratchFolder();
    s3.rver = new S3rver({ silent: true, directory: s3.folder, configureBuckets: [{ name: bucket }] });
    await s3.rver.configureBuckets();
    s3.handler = s3.rver.callback();
    await s3.launch();
    return s3;
  }

  /** What a server needs to know, with the right secret unless told otherwise. */
  env(secret = "S3RVER") {
    return {
      AX_S3_ENDPOINT: `http://127.0.0.1:${this.port}`,
      AX_S3_BUCKET: bucket,
      AX_S3_ACCESS_KEY: "S3RVER",
      AX_S3_SECRET_KEY: secret,
    };
  }

  async launch() {
    // One that hangs takes requests and does not answer.
    this.server = createServer((request, response) => {
      this.said.push(`${request.method} ${request.url}`);
      if (!this.hanging) this.handler(request, response);
    });
    this.server.listen(this.port, "127.0.0.1");
    await once(this.server, "listening");
  }

  async halt() {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  /** Names of all objects. */
  objects() {
    const top = join(this.folder, bucket);
    const all = existsSync(top) ? readdirSync(top, { recursive: true }) : [];
    return all.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length)).sort();
  }

  read(name) {
    return readFileSync(join(this.folder, bucket, name + ending));
  }

  async stop() {
    if (this.server.listening) await this.halt();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
