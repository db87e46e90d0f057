import { once } from "node:events";
import { createServer } from "node:http";

/** The attributes of a resource, a span or a point as an object. */
export const attributes = ({ attributes: pairs }) =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue)]));

/** Takes traces and metrics as a collector does; answers as told. */
export class Collector {
  constructor() {
    this.got = [];
    this.answer = (response) => response.writeHead(200, { "content-type": "application/json" }).end("{}");
  }

  async listen() {
    this.http = createServer(async (request, response) => {
      const parts = [];
      for await (const part of request) parts.push(part);
      const text = Buffer.concat(parts).toString();
      this.got.push({ path: request.url, method: request.method, headers: request.headers, text, at: performance.now() });
      this.answer(response);
    }).listen(0, "127.0.0.1");
    await once(this.http, "listening");
    this.port = this.http.address().port;
    return this;
  }

  bodies(path = "/v1/traces") {
    return this.got.filter((one) => one.path === path).map(({ text }) => JSON.parse(text));
  }

  spans() {
    return this.bodies().flatMap(({ resourceSpans }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)));
  }

  async close() {
    this.http.closeAllConnections();
    this.http.close();
    await once(this.http, "close");
  }
}
