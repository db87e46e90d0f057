import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

// The proxies' files of deploy/ as they are, but for what differs between machines: ports, addresses, folders. Whoever renders
// them for a test tests what operators use.

export const folder = resolve(import.meta.dirname, "../../deploy");
export const read = (name) => readFileSync(join(folder, name), "utf8");

/** Replaces every match; a pattern that matches nothing means that the file has changed and this has not. */
function replace(text, pattern, replacement) {
  const found = text.replace(pattern, replacement);
  if (found === text && !text.match(pattern)) throw new Error(`nothing in the file looks like ${pattern}`);
  return found;
}

const group = (name) => name.replace(/\d+$/, "");

/** `servers` of each role (api, realtime, payments): ports on loopback. The others of the file are left out. */
function fillServers(text, servers, line, one) {
  const left = new Map(Object.entries(servers));
  return replace(text, line, (...match) => {
    const { name, indent } = match.at(-1);
    const ports = left.get(group(name));
    if (!ports) {
      if (group(name) in servers) return "";
      throw new Error(`no port for ${name}`);
    }
    left.delete(group(name));
    return ports.map((port, i) => `${indent}${one(`${group(name)}${i + 1}`, port)}\n`).join("");
  });
}

/**
 * deploy/nginx.conf in `scratch`, listening on loopback. With `certificate` and `key` it speaks TLS on `tlsPort`; without,
 * what it serves over TLS it serves plainly on `port`.
 */
export function renderNginx({ scratch, port, tlsPort, certificate, key, servers, caches }) {
  let text = read("nginx.conf");
  if (caches) text = replace(replace(text, /#cache /g, ""), "/var/cache/nginx/aspirex", `${scratch}/cache`);
  text = fillServers(text, servers, /^(?<indent> +)server (?<name>\w+):8000 (?<rest>.*);\n/gm, (name, at) => `server 127.0.0.1:${at} max_fails=2 fail_timeout=5s;`);
  text = replace(text, "pid /run/nginx.pid;", `pid ${scratch}/nginx.pid;\ndaemon off;`);
  text = replace(text, "worker_processes auto;", "worker_processes 1;");
  text = replace(text, /worker_rlimit_nofile \d+;/, "");
  text = replace(text, /worker_connections \d+;/, "worker_connections 4096;");
  text = replace(text, "/var/log/nginx/", `${scratch}/`);
  text = text.replaceAll("/var/log/nginx/", `${scratch}/`);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((of) => `${of}_temp_path ${scratch}/${of};`).join(" ");
  text = replace(text, "http {\n", `http {\n    ${temporary}\n`);
  if (certificate) {
    text = replace(text, "listen 80;", `listen 127.0.0.1:${port};`);
    text = replace(text, "listen 443 ssl http2;", `listen 127.0.0.1:${tlsPort} ssl http2;`);
    text = replace(text, "/etc/aspirex/tls/fullchain.pem", certificate);
    return replace(text, "/etc/aspirex/tls/privkey.pem", key);
  }
  text = replace(text, /    server \{\n        listen 80;[^]*?\n    \}\n/, "");
  text = replace(text, "listen 443 ssl http2;", `listen 127.0.0.1:${port};`);
  return replace(text, /^ +ssl_.*\n/gm, "");
}

/** deploy/haproxy.cfg, in the same way; `inter` and more of its health checks may be quicker than an operator's. */
export function renderHaproxy({ scratch, port, tlsPort, pem, servers, check }) {
  let text = read("haproxy.cfg");
  text = fillServers(
    text,
    servers,
    /^(?<indent> +)server (?<name>\w+) \w+:8000(?<cookie> cookie \w+)?\n/gm,
    (name, at) => `server ${name} 127.0.0.1:${at}${name.startsWith("realtime") ? ` cookie ${name}` : ""}`,
  );
  text = replace(text, /    stats socket .*\n/, `    stats socket ${scratch}/admin.sock mode 600 level admin\n`);
  text = replace(text, /maxconn \d+/, "maxconn 4000");
  if (check) text = replace(text, "check inter 2s fall 2 rise 2", `check ${check}`);
  if (pem) {
    text = replace(text, "bind :80\n", `bind 127.0.0.1:${port}\n`);
    return replace(text, "bind :443 ssl crt /etc/aspirex/tls/", `bind 127.0.0.1:${tlsPort} ssl crt ${pem}`);
  }
  text = replace(text, /frontend plain\n[^]*?\n\n/, "");
  text = replace(text, /bind :443 ssl .*\n/, `bind 127.0.0.1:${port}\n`);
  return replace(text, "httponly secure attr", "httponly attr");
}
