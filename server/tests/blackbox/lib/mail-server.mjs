import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";

/** A certificate for 127.0.0.1 and localhost, and the authority that signed it, in a folder. */
export function makeCertificate(folder) {
  const openssl = (...args) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Mail Tests");
  openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "mail.key", "-out", "mail.csr", "-subj", "/CN=localhost");
  writeFileSync(join(folder, "names"), "subjectAltName=DNS:localhost,IP:127.0.0.1");
  openssl("x509", "-req", "-in", "mail.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "mail.pem", "-days", "2", "-extfile", "names");
  return { ca: join(folder, "ca.pem"), key: readFileSync(join(folder, "mail.key")), cert: readFileSync(join(folder, "mail.pem")) };
}

const refusal = (text) => Object.assign(new Error(text.slice(4)), { responseCode: Number(text.slice(0, 3)) });

/** npm's smtp-server, which answers as told ("450 4.2.0 wait", "hang") and keeps what it took. */
export class MailServer {
  constructor(options = {}) {
    this.options = options;
    this.taken = [];
    this.asked = []; // every RCPT
    this.connections = 0;
    this.recipient = () => undefined;
    this.message = () => undefined;
    this.connect = () => undefined;
    this.allows = ({ username, password }) => username === "mailer" && password === "secret";
  }

  static async start(options) {
    const server = new MailServer(options);
    await server.listen(0);
    return server;
  }

  async listen(port) {
    const answer = (text, callback) => {
      if (text !== "hang") callback(text ? refusal(text) : null);
    };
    this.smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: this.options.cert ? [] : ["STARTTLS"],
      closeTimeout: 100,
      logger: false,
      ...this.options,
      onConnect: (session, callback) => {
        ++this.connections;
        answer(this.connect(), callback);
      },
      onAuth: (auth, session, callback) => {
        if (this.allows(auth)) callback(null, { user: auth.username });
        else if (auth.method === "XOAUTH2") callback(null, { data: { status: "401", schemes: "bearer" } });
        else callback(refusal("535 5.7.8 no"));
      },
      onRcptTo: ({ address }, session, callback) => {
        this.asked.push(address);
        answer(this.recipient(address), callback);
      },
      onData: async (stream, session, callback) => {
        const parts = [];
        for await (const part of stream) parts.push(part);
        const to = session.envelope.rcptTo[0].address;
        const said = this.message(to);
        const raw = Buffer.concat(parts).toString();
        this.taken.push({ to, raw, said, at: Date.now(), secure: session.secure, user: session.user, session: session.id, how: session.transmissionType });
        answer(said, callback);
      },
    });
    this.smtp.on("error", () => {}); // of clients that go away
    this.smtp.listen(port, "127.0.0.1");
    await once(this.smtp.server, "listening");
    this.port = this.smtp.server.address().port;
  }

  to(address) {
    return this.taken.filter((mail) => mail.to === address);
  }

  close() {
    return new Promise((resolve) => this.smtp.close(resolve));
  }
}

/** One header of a message, unfolded. */
export function header(raw, name) {
  const head = raw.slice(0, raw.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");
  return head.match(new RegExp(`^${name}: (.*)$`, "im"))?.[1];
}

/** The text part of a message. */
export function textOf(raw) {
  const part = raw.slice(raw.indexOf("Content-Type: text/plain"));
  const body = part.slice(part.indexOf("\r\n\r\n") + 4, part.indexOf("\r\n--=_"));
  const bytes = body.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
