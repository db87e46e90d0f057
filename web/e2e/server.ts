import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test as base, expect, type Page } from "@playwright/test";
import seriousFaults from "./axe";

export { expect };

/** The binary under test on a throw-away folder with demo data. */
export class Server {
  private constructor(
    readonly url: string,
    private process: ChildProcess,
    private readonly folder: string,
    private readonly launch: () => ChildProcess,
  ) {}

  /** `host`: the name in its address, which the browser is given as well. */
  static async start(settings: Record<string, string> = {}, host = "127.0.0.1"): Promise<Server> {
    const binary = process.env.AX_BINARY;
    if (!binary) throw new Error("AX_BINARY names the server to test");
    const folder = mkdtempSync(join(tmpdir(), "aspirex-e2e-"));
    const port = await freePort();
    const url = `http://${host}:${port}`;
    const launch = () =>
      spawn(binary, ["serve", "--demo", "--data", folder, "--listen", `127.0.0.1:${port}`], {
        env: {
          ...process.env,
          AX_WEB_DIR: process.env.AX_WEB_DIR ?? join(import.meta.dirname, "..", "dist"),
          AX_RATE_LIMIT_PERCENT: "0",
          AX_LOG_FILE: join(folder, "server.log"),
          AX_SANDBOX_WEBHOOK_DELAY_MS: "200",
          AX_BASE_URL: url,
          ...settings,
        },
        stdio: "ignore",
      });
    const server = new Server(url, launch(), folder, launch);
    await server.ready();
    return server;
  }

  private async ready() {
    const { url } = this;
    await expect
      .poll(
        () =>
          fetch(`${url}/api/health/ready`).then(
            (a) => a.ok,
            () => false,
          ),
        { timeout: 60_000 },
      )
      .toBe(true);
  }

  private async end(signal: NodeJS.Signals) {
    const ended = new Promise((done) => this.process.once("exit", done));
    this.process.kill(signal);
    await ended;
  }

  /** Kills the process, waits, and starts it again on the same data and port. */
  async restart(pause = 0) {
    await this.end("SIGKILL");
    await new Promise((done) => setTimeout(done, pause));
    this.process = this.launch();
    await this.ready();
  }

  /** Statements on the database behind the server's back: for what only time would bring about. */
  script(sql: string) {
    const db = new DatabaseSync(join(this.folder, "aspirex.db"));
    db.exec(`PRAGMA busy_timeout = 10000; ${sql}`);
    db.close();
  }

  async stop() {
    await this.end("SIGTERM");
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A command of the operator on the same data, as `aspirex site maintenance on`. */
  run(command: string[], input = "") {
    const env = { ...process.env, AX_BASE_URL: this.url };
    execFileSync(process.env.AX_BINARY ?? "", [...command, "--data", this.folder], { env, input });
  }

  /** The first link in the newest mail to this address. */
  async linkInMail(to: string): Promise<string> {
    let link = "";
    await expect
      .poll(async () => {
        const box = await fetch(`${this.url}/sandbox/mail.json?to=${encodeURIComponent(to)}`);
        const [newest] = ((await box.json()) as { items: { text: string }[] }).items;
        link = newest?.text.match(/https?:\/\/\S+/)?.[0] ?? "";
        return link;
      })
      .not.toBe("");
    return link;
  }
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}

type Fixtures = { watched: Page };

/**
 * `watched`: a page whose broken CSP rules and script errors fail the test. `apart`: journeys that count everything
 * there is name themselves with it, and get a server in which no other one was.
 */
export const test = base.extend<Fixtures, { apart: string; server: Server }>({
  apart: ["", { option: true, scope: "worker" }],
  // Another name is another worker, and so another server.
  server: [
    async ({ apart: _apart }, use) => {
      const server = await Server.start();
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  watched: async ({ page }, use) => {
    const faults = watch(page);
    await use(page);
    expect(faults).toEqual([]);
  },
});

/** Collects broken CSP rules, script errors and files that are not there, of a page from now on. */
export function watch(page: Page): string[] {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`script error: ${error.message}`));
  page.on("console", (line) => {
    if (/Content Security Policy/i.test(line.text())) faults.push(line.text());
  });
  page.on("response", (answer) => {
    const { pathname } = new URL(answer.url());
    if (answer.status() >= 400 && pathname.startsWith("/assets/"))
      faults.push(`${answer.status()} ${pathname}`);
  });
  return faults;
}

/** Draws what waits for its turn below the screen, too: who judges a page or takes its picture wants the whole of it. */
export const drawAll = (page: Page) =>
  page.evaluate(() => {
    const style = new CSSStyleSheet();
    style.replaceSync("* { content-visibility: visible !important }");
    document.adoptedStyleSheets = [style];
  });

/** Nothing serious for people who use assistive technology, in both themes. */
export async function expectAccessible(page: Page) {
  await drawAll(page);
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    // A colour on its way from one theme to the other has no contrast to speak of.
    await page.evaluate(async () => {
      for (let frame = 0; frame < 2; frame += 1)
        await new Promise((painted) => requestAnimationFrame(painted));
      await Promise.allSettled(document.getAnimations().map((running) => running.finished));
    });
    // On a slow machine a transition may begin after those frames: what counts is what stays.
    await expect
      .poll(() => seriousFaults(page), { message: `${page.url()} in ${theme}`, timeout: 15_000 })
      .toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light" });
}
