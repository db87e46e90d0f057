import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, describe, test } from "node:test";
import { Client, signIn } from "./lib/client.mjs";
import { run, scratchFolder, Server } from "./lib/server.mjs";

const root = resolve(import.meta.dirname, "../../..");
const scratch = scratchFolder();
after(() => rmSync(scratch, { recursive: true, force: true }));

const folder = (name) => {
  const path = join(scratch, name);
  mkdirSync(path);
  return path;
};

describe("commands", () => {
  test("migrate --check names what is pending, migrate applies it", async () => {
    const data = folder("migrate");
    const before = await run(["migrate", "--check", "--data", data]);
    assert.equal(before.code, 1, before.stderr);
    assert.match(before.stdout, /^pending: 0001_accounts/m);
    const applied = await run(["migrate", "--data", data]);
    assert.equal(applied.code, 0, applied.stderr);
    assert.match(applied.stdout, /^applied: 0001_accounts/m);
    const behind = await run(["migrate", "--check", "--data", data]);
    assert.deepEqual([behind.code, behind.stdout], [0, ""]);
  });

  test("the contract is what is checked in", async () => {
    const out = folder("contract");
    const { code, stderr } = await run(["contract", "--out", out]);
    assert.equal(code, 0, stderr);
    const homes = { "openapi.json": "contract/openapi.json", "events.json": "contract/events.json", "contract.gen.ts": "web/src/api/contract.gen.ts",
                    "env.example": ".env.example" };
    assert.deepEqual(readdirSync(out).sort(), Object.keys(homes).sort());
    for (const [file, home] of Object.entries(homes))
      assert.equal(readFileSync(join(root, home), "utf8"), readFileSync(join(out, file), "utf8"), `${home} is old: ./ax contract`);
  });

  test("help explains every setting of the example", async () => {
    const { code, stdout } = await run(["--help"]);
    assert.equal(code, 0);
    const settings = [...readFileSync(join(root, ".env.example"), "utf8").matchAll(/^#? ?(AX_\w+)=/gm)].map((m) => m[1]);
    assert.ok(settings.length > 20);
    for (const name of settings) assert.ok(stdout.includes(name), name);
  });

  test("mails are listed, previewed and taken from the operator's folder", async () => {
    const home = folder("mails");
    const list = await run(["mail", "list"], { cwd: home });
    assert.equal(list.code, 0, list.stderr);
    assert.match(list.stdout, /^booking-confirmed-student {2}\(also shown in the product\)\n {4}mentor\n/m);
    assert.match(list.stdout, /^auth-reset\n {4}minutes\n/m);
    const shown = await run(["mail", "preview", "auth-reset"], { cwd: home });
    assert.match(shown.stdout, /^Subject: Set a new password for AspireX$/m);
    const out = join(home, "out");
    const all = await run(["mail", "preview", "--out", out], { cwd: home });
    assert.equal(all.code, 0, all.stderr);
    const names = [...list.stdout.matchAll(/^([a-z-]+)/gm)].map((m) => m[1]).filter((name) => name !== "layout");
    assert.ok(names.length > 30);
    assert.deepEqual(readdirSync(out).sort(), names.flatMap((name) => [".eml", ".html", ".txt"].map((end) => name + end)).sort());
    assert.match(readFileSync(join(out, "digest.eml"), "utf8"), /^Content-Type: multipart\/alternative;/m);
    for (const name of names)
      for (const line of readFileSync(join(out, `${name}.eml`), "utf8").split("\r\n")) assert.ok(line.length <= 78, `${name}: ${line}`);

    const own = join(home, "own");
    mkdirSync(own);
    writeFileSync(join(own, "auth-reset.txt"), "Subject: A new key\nButton: Set it\n\nIn {{minutes}} minutes, <{{site}}>.\n");
    const env = { AX_MAIL_TEMPLATES: own };
    const mine = await run(["mail", "preview", "auth-reset"], { cwd: home, env });
    assert.match(mine.stdout, /^Subject: A new key\n\nA new key\n\nIn 60 minutes, <AspireX>\.\n\nSet it:\n/m);
    writeFileSync(join(own, "auth-reset.txt"), "Subject: A new key\n\nDear {{name}}\n");
    for (const args of [["mail", "list"], ["serve", "--data", home, "--listen", "127.0.0.1:0"]]) {
      const refused = await run(args, { cwd: home, env });
      assert.equal(refused.code, 2, args.join(" "));
      assert.match(refused.stderr, /auth-reset\.txt: line 3: there is no \{\{name\}\}/);
    }
    assert.equal((await run(["mail", "preview", "nothing"], { cwd: home })).code, 2);
  });

  test("what is misspelt is refused with exit 2", async () => {
    for (const args of [["serv"], ["serve", "--liste", "x"], ["admin", "create", "--email"], ["mentor", "approve", "7"], []])
      assert.equal((await run(args, { cwd: folder(`misspelt${args.join("")}`) })).code, 2, args.join(" "));
  });

  test("production refuses missing and default secrets and names them", async () => {
    const data = folder("production");
    const { code, stderr } = await run(["serve", "--data", data, "--listen", "127.0.0.1:0"], { env: { AX_MODE: "production" } });
    assert.equal(code, 2);
    for (const name of ["AX_SECRET", "AX_RAZORPAY_KEY_ID", "AX_SMTP_HOST"]) assert.match(stderr, new RegExp(name));
    const weak = await run(["serve", "--data", data, "--listen", "127.0.0.1:0"], {
      env: { AX_MODE: "production", AX_SECRET: "short" },
    });
    assert.equal(weak.code, 2);
    assert.match(weak.stderr, /AX_SECRET/);
  });
});

test("no account exists by default; admin create makes one from standard input; Ctrl-C ends it all cleanly", async () => {
  const server = await Server.start({ demo: false });
  try {
    const visitor = new Client(server);
    const login = { identifier: "staff@demo.aspirex.example", password: "river-lantern-42" };
    assert.equal((await visitor.post("/auth/login/", login)).status, 401);

    const args = ["admin", "create", "--email", "root@example.org", "--name", "Root"];
    const weak = await server.command(args, { input: "password\n" });
    assert.equal(weak.code, 1);
    assert.match(weak.stderr, /password/);
    const made = await server.command(args, { input: "orchid-tractor-77-pale\n" });
    assert.equal(made.code, 0, made.stderr);
    assert.ok(!`${made.stdout}${made.stderr}`.includes("orchid"), "the password is shown");
    const staff = await signIn(server, "root@example.org", "orchid-tractor-77-pale");
    assert.deepEqual((await staff.ok("GET", "/mentors/pending/")).items, []);
    const twice = await server.command(args, { input: "orchid-tractor-77-pale\n" });
    assert.equal(twice.code, 1);

    assert.equal(await server.interrupt(), 0);
  } finally {
    await server.stop();
  }
});
