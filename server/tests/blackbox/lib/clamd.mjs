import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { until } from "./poll.mjs";
import { scratchFolder } from "./server.mjs";

const missing = spawnSync("clamd", ["--version"]).status !== 0;
export const skipWithoutClamd = missing && process.env.AX_REQUIRE_CLAMD !== "1" && "no clamd: install clamav-daemon";

/** The test file of all scanners (eicar.org), from pieces: no scanner is to find it here. */
export const eicar = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS", "-TEST-FILE!$H+H*"].join("");

/** A real clamd on a socket of its own that knows one signature. */
export class Clamd {
  static async start() {
    const clamd = new Clamd();
    clamd.folder = scratchFolder();
    clamd.socket = join(clamd.folder, "clamd.sock");
    const database = join(clamd.folder, "db");
    mkdirSync(database);
    writeFileSync(join(database, "test.hdb"), `${createHash("md5").update(eicar).digest("hex")}:${eicar.length}:Eicar-File\n`);
    writeFileSync(join(database, "test.ndb"), `Eicar-Anywhere:0:*:${Buffer.from(eicar).toString("hex")}\n`);
    const settings = [`LocalSocket ${clamd.socket}`, `DatabaseDirectory ${database}`, "Foreground yes", "OfficialDatabaseOnly no"];
    clamd.config = join(clamd.folder, "clamd.conf");
    writeFileSync(clamd.config, `${settings.join("\n")}\n`);
    await clamd.launch();
    return clamd;
  }

  async launch() {
    this.child = spawn("clamd", ["--config-file", this.config], { stdio: "ignore" });
    this.ended = once(this.child, "close");
    await until("clamd answers", () => this.answers());
  }

  answers() {
    return new Promise((resolve) => {
      const socket = connect(this.socket, () => socket.write("zPING\0"));
      const end = (answer) => (socket.destroy(), resolve(answer));
      socket.once("data", () => end(true));
      socket.once("error", () => end(false));
    });
  }

  /** Takes connections, and says nothing. */
  freeze(frozen) {
    this.child.kill(frozen ? "SIGSTOP" : "SIGCONT");
  }

  async halt() {
    this.child.kill("SIGKILL");
    await this.ended;
    rmSync(this.socket, { force: true });
  }

  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.halt();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
