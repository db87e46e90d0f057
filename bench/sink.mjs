// A collector and a Sentry that take everything: a process of its own, for who measures waits for the load without reading.
import { createServer } from "node:http";

const server = createServer((request, response) => {
  request.resume().on("end", () => response.writeHead(200, { "content-type": "application/json" }).end("{}"));
}).listen(0, "127.0.0.1", () => console.log(server.address().port));
