import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { folder, read, renderHaproxy, renderNginx } from "../lib/deploy.mjs";

const root = resolve(import.meta.dirname, "../..");
const files = readdirSync(folder, { recursive: true }).filter((name) => statSync(join(folder, name)).isFile());
const settings = new Set(readFileSync(join(root, ".env.example"), "utf8").match(/^#AX_\w+(?==)/gm).map((line) => line.slice(1)));
const neededInProduction = readFileSync(join(root, ".env.example"), "utf8")
  .matchAll(/\[needed in production\]\n#(AX_\w+)=/g)
  .map(([, name]) => name)
  .toArray();
const services = files.filter((name) => name.endsWith(".service"));

/** By Debian's own YAML, which knows anchors and merge keys. */
const yaml = (name) =>
  JSON.parse(execFileSync("/usr/bin/python3", ["-c", "import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin)))"], { input: read(name), encoding: "utf8" }));

/** What a tool says of a file; a failed test shows it. */
function assertPasses(program, args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  assert.ifError(error);
  assert.equal(status, 0, `${program} ${args.join(" ")}\n${stdout}${stderr}`);
  return `${stdout}${stderr}`;
}

test("every setting that deploy/ names exists", () => {
  for (const name of files) for (const [setting] of read(name).matchAll(/\bAX_[A-Z_]+\b/g)) assert.ok(settings.has(setting), `${name} names ${setting}`);
});

describe("what stands in front", () => {
  let scratch;
  const ports = { port: 18080, tlsPort: 18443, servers: { api: [8001, 8002], realtime: [8003, 8004], payments: [8005] } };
  before(() => {
    scratch = mkdtempSync(join(tmpdir(), "ax-deploy-"));
    chmodSync(scratch, 0o755);
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=mentors.example",
      "-keyout", join(scratch, "privkey.pem"), "-out", join(scratch, "fullchain.pem")], { stdio: "ignore" });
    writeFileSync(join(scratch, "both.pem"), readFileSync(join(scratch, "fullchain.pem"), "utf8") + readFileSync(join(scratch, "privkey.pem"), "utf8"));
  });
  after(() => rmSync(scratch, { recursive: true, force: true }));

  for (const [how, tls, caches] of [["with TLS", true], ["as the tests serve with it", false], ["with its cache", false, true]])
    test(`nginx takes its file ${how}`, () => {
      const file = join(scratch, "nginx.conf");
      const certified = tls && { certificate: join(scratch, "fullchain.pem"), key: join(scratch, "privkey.pem") };
      writeFileSync(file, renderNginx({ ...ports, scratch, caches, ...certified }));
      const said = assertPasses("/usr/sbin/nginx", ["-t", "-p", scratch, "-c", file, "-e", join(scratch, "error.log")]);
      assert.doesNotMatch(said, /\[(warn|emerg|alert)\]/);
    });

  for (const tls of [true, false])
    test(`HAProxy takes its file ${tls ? "with TLS" : "as the tests serve with it"}`, () => {
      const file = join(scratch, "haproxy.cfg");
      writeFileSync(file, renderHaproxy({ ...ports, scratch, ...(tls && { pem: join(scratch, "both.pem") }) }));
      const said = assertPasses("/usr/sbin/haproxy", ["-c", "-f", file]);
      assert.doesNotMatch(said, /WARNING|ALERT/);
    });

  test("both split paths alike", () => {
    const paths = (text) => [...text.matchAll(/\^\/\(ws[^\s{]*|\^\/api[^\s{]*payment[^\s{]*/g)].map(([pattern]) => pattern).sort();
    assert.deepEqual(paths(read("nginx.conf")), paths(read("haproxy.cfg")));
    assert.equal(paths(read("nginx.conf")).length, 2);
  });
});

describe("systemd", () => {
  const tool = "/usr/bin/systemd-analyze";
  const skip = !existsSync(tool) && "no systemd here";
  let scratch;
  before(() => {
    scratch = mkdtempSync(join(tmpdir(), "ax-units-"));
    // The program and the settings are where an operator has put them.
    for (const name of services) writeFileSync(join(scratch, name.replace("@", "@api1")), read(name).replace("/usr/local/bin/aspirex", "/bin/true"));
  });
  after(() => rmSync(scratch, { recursive: true, force: true }));

  for (const name of services) {
    const unit = () => join(scratch, name.replace("@", "@api1"));
    test(`takes ${name}`, { skip }, () => assert.doesNotMatch(assertPasses(tool, ["verify", "--man=no", unit()]), /Unknown|ignoring/i));
    test(`${name} leaves little open`, { skip }, () => assertPasses(tool, ["security", "--no-pager", "--offline=true", "--threshold=20", unit()]));
  }

  test("both units have the same sandbox", () => {
    const sandbox = (name) => read(name).match(/^StateDirectory=[^]*?\n\n/m)[0];
    assert.equal(sandbox(services[0]), sandbox(services[1]));
  });

  test("a stop may take as long as it needs", () => {
    for (const name of services) assert.ok(Number(read(name).match(/^TimeoutStopSec=(\d+)$/m)[1]) >= 10 + 11 + 5);
  });
});

describe("containers", () => {
  const { services: one } = yaml("compose.yaml");
  const { services: many } = yaml("compose.scaled.yaml");
  const ours = Object.entries({ ...one, ...many }).filter(([, service]) => service.image === "aspirex");

  test("nothing of ours runs with more rights than it needs", () => {
    assert.equal(ours.length, 8);
    for (const [name, service] of ours) {
      assert.ok(existsSync(join(folder, service.build.context, service.build.dockerfile)), name);
      assert.deepEqual([service.read_only, service.cap_drop], [true, ["ALL"]], name);
      assert.ok(Number.parseInt(service.stop_grace_period, 10) >= 30, name);
    }
    const dockerfile = read("Dockerfile");
    assert.match(dockerfile, /^USER aspirex$/m);
    assert.match(dockerfile, /^HEALTHCHECK /m);
  });

  test("every server that nginx names is a service with a fixed address and a role of its name", () => {
    const named = [...read("nginx.conf").matchAll(/server (\w+):8000/g)].map(([, name]) => name);
    assert.ok(named.length >= 6);
    for (const name of named) {
      assert.equal(many[name].environment.AX_ROLES, name.replace(/\d+$/, ""));
      assert.match(many[name].networks.inside.ipv4_address, /^172\.31\.0\.\d+$/);
    }
    assert.equal(many.nginx.networks.inside.ipv4_address, many.api1.environment.AX_TRUSTED_PROXIES);
    const roles = new Set(ours.flatMap(([, service]) => service.environment.AX_ROLES ?? []));
    assert.deepEqual([...roles].sort(), ["api", "payments", "realtime", "worker"]);
    const addresses = Object.values(many).map((service) => service.networks.inside.ipv4_address);
    assert.equal(new Set(addresses).size, addresses.length);
  });

  test("what the image copies into its build is there", () => {
    const copied = [...read("Dockerfile").matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources]) => sources.split(" "));
    assert.ok(copied.length >= 4);
    for (const source of copied) assert.ok(existsSync(join(root, source)), source);
  });
});

describe("services that host", () => {
  test("Render's Blueprint gives or asks for everything that production needs", () => {
    const { services: [web], databases: [database] } = yaml("render.yaml");
    const given = new Set(web.envVars.map(({ key }) => key));
    for (const name of neededInProduction) assert.ok(given.has(name), name);
    assert.ok(neededInProduction.length >= 7);
    assert.ok(existsSync(join(root, web.dockerfilePath)));
    assert.equal(web.envVars.find(({ key }) => key === "AX_DATABASE_URL").fromDatabase.name, database.name);
  });

  test("Vercel sends to the API what the client asks of it", () => {
    const { rewrites, headers } = JSON.parse(read("vercel.json"));
    const target = (path) => rewrites.map(({ source, destination }) => [path.match(new RegExp(`^${source}$`)), destination]).find(([match]) => match);
    for (const path of ["/api/v1/mentors/", "/socket.io/", "/sitemap.xml"]) {
      const [match, destination] = target(path);
      assert.equal(destination.replace("$1", match[1]), `https://api.mentors.example${path}`);
    }
    for (const path of ["/", "/mentors/M000001", "/account"]) assert.equal(target(path)[1], "/index.html");
    // Files, and what Vercel itself answers: with the client's page in its place its scripts would not run.
    for (const path of ["/assets/app-1a2b.js", "/_vercel/insights/script.js", "/_vercel/speed-insights/vitals"])
      assert.equal(target(path), undefined, path);
    assert.ok(headers.flatMap((rule) => rule.headers).some(({ key }) => key === "Content-Security-Policy"));
  });
});
