import { once } from "node:events";
import { createServer } from "node:http";
import { freePort } from "./server.mjs";

// The SDK decides when it is loaded whether it speaks TLS.
process.env.CLOUDINARY_URL = "cloudinary://key:secret@cloud?upload_prefix=http://127.0.0.1";
const { v2: cloudinary } = await import("cloudinary");

const cloud = "people";
const key = "874837483274837";
const rightSecret = "a676b67565c6767a6767d6767f676fe1";
const unsigned = ["file", "api_key", "signature", "resource_type", "cloud_name"];
const hour = 3600;

const refusal = (status, message) => [status, { error: { message } }];
const missing = (name) => refusal(404, `Resource not found - ${name}`);
const truly = (value) => value === "1" || value === "true";

/** Speaks as much of Cloudinary's upload API as its npm package and we ask for, with one account. */
export class Cloudinary {
  hanging = false;
  /** By resource type, delivery type and public id: the three together are a name there. */
  files = new Map();
  requests = [];

  static async start() {
    const service = new Cloudinary();
    service.port = await freePort();
    await service.launch();
    return service;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What a server needs to know, with the right secret unless told otherwise. */
  env(secret = rightSecret) {
    return { AX_CLOUDINARY_URL: `cloudinary://${key}:${secret}@${cloud}`, AX_CLOUDINARY_API: this.url };
  }

  /** What the SDK's calls need to ask here, as us. */
  options(resourceType, secret = rightSecret) {
    return { cloud_name: cloud, api_key: key, api_secret: secret, upload_prefix: this.url, resource_type: resourceType, type: "authenticated" };
  }

  get sdk() {
    return cloudinary;
  }

  async launch() {
    this.server = createServer(async (request, response) => {
      const body = Buffer.concat(await Array.fromAsync(request));
      const asked = await questionOf(request, body);
      this.requests.push(asked);
      if (this.hanging) return;
      const [status, answer] = this.answer(asked);
      const bytes = Buffer.isBuffer(answer) ? answer : Buffer.from(JSON.stringify(answer));
      const headers = { "content-type": "application/json", "content-length": bytes.length };
      if (answer.error) headers["x-cld-error"] = answer.error.message;
      response.writeHead(status, headers).end(bytes);
    });
    this.server.listen(this.port, "127.0.0.1");
    await once(this.server, "listening");
  }

  answer({ method, cloudName, resourceType, action, sent, file }) {
    if (cloudName !== cloud) return refusal(401, `Invalid cloud_name ${cloudName}`);
    if (sent.api_key !== key) return refusal(401, `Unknown API key ${sent.api_key}`);
    const signed = Object.fromEntries(Object.entries(sent).filter(([name]) => !unsigned.includes(name)));
    const expected = cloudinary.utils.api_sign_request(signed, rightSecret);
    if (sent.signature !== expected) {
      const text = Object.entries(signed).sort().map((pair) => pair.join("=")).join("&");
      return refusal(401, `Invalid Signature ${sent.signature}. String to sign - '${text}'.`);
    }
    if (Math.abs(Date.now() / 1000 - sent.timestamp) > hour) return refusal(400, `Stale request - reported time is ${sent.timestamp}`);
    if (method !== (action === "download" ? "GET" : "POST")) return refusal(404, "Not found");
    const where = (name) => `${resourceType}/${sent.type ?? "upload"}/${name}`;
    const name = where(sent.public_id);
    if (action === "upload") {
      const existing = this.files.has(name) && !truly(sent.overwrite);
      if (!existing) this.files.set(name, file);
      return [200, { ...this.described(name, sent), ...(existing && { existing }) }];
    }
    if (action === "destroy") return [200, { result: this.files.delete(name) ? "ok" : "not found" }];
    if (action === "rename") return this.rename(where(sent.from_public_id), where(sent.to_public_id), sent);
    if (!this.files.has(name)) return missing(sent.public_id);
    if (action === "explicit") return [200, this.described(name, sent)];
    return action === "download" ? [200, this.files.get(name)] : refusal(404, "Not found");
  }

  described(name, { public_id, type }) {
    const version = 1571218330;
    const signature = cloudinary.utils.api_sign_request({ public_id, version }, rightSecret);
    return { public_id, version, signature, type, resource_type: name.split("/")[0], bytes: this.files.get(name).length };
  }

  rename(from, to, { from_public_id, to_public_id, overwrite }) {
    if (!this.files.has(from)) return missing(from_public_id);
    if (this.files.has(to) && !truly(overwrite)) return refusal(400, `to_public_id ${to_public_id} already exists`);
    this.files.set(to, this.files.get(from));
    this.files.delete(from);
    return [200, { public_id: to_public_id, bytes: this.files.get(to).length }];
  }

  /** Names of all objects, as we call them. */
  objects() {
    return [...this.files.keys()].map((name) => name.split("/").slice(2).join("/")).sort();
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

/** What is asked for, however it is sent: the SDK and we may say the same in different encodings. */
async function questionOf({ method, url, headers }, body) {
  const { pathname, searchParams } = new URL(url, "http://here");
  const [, cloudName, resourceType, action] = /^\/v1_1\/([^/]+)\/(?:([^/]+)\/)?([^/]+)$/.exec(pathname) ?? [];
  const type = headers["content-type"];
  const fields = body.length > 0 ? await new Response(body, { headers: { "content-type": type } }).formData() : searchParams;
  const sent = Object.fromEntries(fields);
  const file = sent.file && Buffer.from(await sent.file.arrayBuffer());
  delete sent.file;
  return { method, cloudName, resourceType, action, sent, file };
}
