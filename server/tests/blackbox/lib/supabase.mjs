import { once } from "node:events";
import { createServer } from "node:http";
import { StorageClient } from "@supabase/storage-js";
import { freePort } from "./server.mjs";

const bucket = "people";
const serviceKey = "sb_secret_of_the_tests";
const named = ["apikey", "authorization", "cache-control", "content-type", "x-upsert"];

/** What the service says when it refuses: nearly always a 400, with the status that is meant in the body. */
const refusal = (meant, error, message) => [400, { statusCode: String(meant), error, message }];
const noBucket = () => refusal(404, "Bucket not found", "Bucket not found");
const noFile = () => refusal(404, "not_found", "Object not found");
const taken = () => refusal(409, "Duplicate", "The resource already exists");

/** Speaks as much Supabase Storage as @supabase/storage-js and we ask for, with one bucket. */
export class Supabase {
  hanging = false;
  files = new Map();
  /** Every request since the last `clear`, without who sent it: what the SDK and we say can be compared. */
  requests = [];

  static async start() {
    const supabase = new Supabase();
    supabase.port = await freePort();
    await supabase.launch();
    return supabase;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What a server needs to know, with the right key unless told otherwise. */
  env(key = serviceKey) {
    return { AX_SUPABASE_URL: this.url, AX_SUPABASE_BUCKET: bucket, AX_SUPABASE_SERVICE_KEY: key };
  }

  /** The bucket through the official client. */
  sdk(key = serviceKey) {
    const client = new StorageClient(`${this.url}/storage/v1`, { apikey: key, Authorization: `Bearer ${key}` });
    return Object.assign(client.from(bucket), { bucket: () => client.getBucket(bucket) });
  }

  async launch() {
    this.server = createServer(async (request, response) => {
      const body = Buffer.concat(await Array.fromAsync(request));
      this.requests.push(shape(request, body));
      if (this.hanging) return;
      const [status, answer] = this.answer(request, body);
      const bytes = Buffer.isBuffer(answer) ? answer : Buffer.from(JSON.stringify(answer));
      response.writeHead(status, { "content-type": "application/json", "content-length": bytes.length }).end(bytes);
    });
    this.server.listen(this.port, "127.0.0.1");
    await once(this.server, "listening");
  }

  answer({ method, url, headers }, body) {
    if (headers.apikey !== serviceKey || headers.authorization !== `Bearer ${serviceKey}`)
      return refusal(403, "Unauthorized", "signature verification failed");
    const [, what, rest] = /^\/storage\/v1\/(bucket|object)\/(.*)$/.exec(decodeURI(url)) ?? [];
    if (what === "bucket") return method === "GET" && rest === bucket ? [200, { id: bucket, name: bucket, public: false }] : noBucket();
    if (what !== "object") return [404, { message: "no Route matched with those values" }];
    if (method === "POST" && rest === "move") return this.move(JSON.parse(body));
    if (method === "DELETE" && rest === bucket) {
      const gone = JSON.parse(body).prefixes.filter((name) => this.files.delete(name));
      return [200, gone.map((name) => ({ name, bucket_id: bucket }))];
    }
    const [, info, where, name] = /^(info\/)?([^/]+)\/(.+)$/.exec(rest) ?? [];
    if (where !== bucket) return noBucket();
    if (method === "POST") {
      if (this.files.has(name) && headers["x-upsert"] !== "true") return taken();
      this.files.set(name, body);
      return [200, { Id: "8a7c1f0e-6f57-4f0e-9d5c-0f3a3c0f5a11", Key: `${bucket}/${name}` }];
    }
    const bytes = this.files.get(name);
    if (method !== "GET" || !bytes) return noFile();
    return [200, info ? { name, bucket_id: bucket, size: bytes.length, content_type: "application/octet-stream" } : bytes];
  }

  move({ bucketId, sourceKey, destinationKey }) {
    if (bucketId !== bucket) return noBucket();
    if (!this.files.has(sourceKey)) return noFile();
    if (this.files.has(destinationKey)) return taken();
    this.files.set(destinationKey, this.files.get(sourceKey));
    this.files.delete(sourceKey);
    return [200, { message: "Successfully moved" }];
  }

  /** Names of all objects. */
  objects() {
    return [...this.files.keys()].sort();
  }

  async halt() {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  async stop() {
    if (this.server.listening) await this.halt();
  }
}

/** Method, path, the headers that mean something here, and the members of a JSON body. */
function shape({ method, url, headers }, body) {
  const sent = Object.fromEntries(named.filter((name) => name in headers).map((name) => [name, headers[name]]));
  const asks = headers["content-type"] === "application/json" ? JSON.parse(body) : undefined;
  return { method, url, headers: sent, asks };
}
