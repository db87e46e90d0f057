import { Server } from "socket.io";
import { WebSocketServer } from "ws";

/** Members of rooms by name; a message goes to everybody in the room, its sender included. */
class Rooms {
  rooms = new Map();

  join(name, socket) {
    if (!this.rooms.has(name)) this.rooms.set(name, new Set());
    this.rooms.get(name).add(socket);
    socket.once("close", () => this.rooms.get(name).delete(socket));
  }

  tell(name, text) {
    for (const socket of this.rooms.get(name)) socket.send(text);
  }
}

/** `/rooms/<name>` relays; `/ws/chat/<a>/<b>/` stores, then tells both. */
export function serveWs(http, store) {
  const rooms = new Rooms();
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const relay = (socket, name) => {
    rooms.join(name, socket);
    socket.on("message", (data) => rooms.tell(name, data.toString()));
  };
  const chat = (socket, sender, conversation) => {
    const name = String(conversation);
    rooms.join(name, socket);
    socket.on("message", (data) => {
      const { text, client_key } = JSON.parse(data);
      store.send({ conversation, sender, client_key, text }, (message) => rooms.tell(name, message));
    });
  };

  http.on("upgrade", async (request, socket, head) => {
    const room = request.url.match(/^\/rooms\/(\w+)$/)?.[1];
    const pair = request.url.match(/^\/ws\/chat\/(\d+)\/(\d+)\/$/);
    const conversation = pair && Math.max(pair[1], pair[2]) / 2;
    const sender = pair && (await store.account(request.headers.authorization?.slice("Token ".length)));
    if (!room && !(sender && (await store.isMember(conversation, sender)))) return socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    sockets.handleUpgrade(request, socket, head, (open) => (room ? relay(open, room) : chat(open, sender, conversation)));
  });
}

/** The same by Socket.IO: `auth` names a room to relay in, or a token and a conversation to store in. */
export function serveSocketIo(http, store) {
  const io = new Server(http, { serveClient: false, perMessageDeflate: false });
  io.on("connection", async (socket) => {
    const { room, token, conversation } = socket.handshake.auth;
    if (room) {
      await socket.join(room);
      socket.on("message", (data) => io.to(room).emit("message", data));
    } else if (conversation) {
      const sender = await store.account(token);
      if (!sender || !(await store.isMember(conversation, sender))) return socket.disconnect();
      const name = String(conversation);
      await socket.join(name);
      socket.on("chat.send", ({ text, client_key }, acknowledge) =>
        store.send({ conversation, sender, client_key, text }, (message) => {
          acknowledge?.({ ok: true });
          io.to(name).emit("event", JSON.parse(message));
        }));
    }
    socket.emit("ready", {});
  });
}
