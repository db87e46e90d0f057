import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./poll.mjs";
import { freePort } from "./server.mjs";

/** Real proxies in front of a server, as an operator would set them up. */

const nginxConf = (folder, port, upstream) => `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log warn;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  client_max_body_size 20m;
  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
  upstream aspirex { server 127.0.0.1:${upstream}; keepalive 16; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://aspirex;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_read_timeout 75s;
    }
  }
}
`;

const haproxyConf = (port, upstream) => `
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  timeout tunnel 1h
  option forwardfor
frontend front
  bind 127.0.0.1:${port}
  default_backend back
backend back
  server one 127.0.0.1:${upstream}
`;

async function start(program, args, folder, port) {
  const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += data));
  const ended = once(child, "close");
  await until(`${program} listens`, async () => {
    if (child.exitCode !== null) throw new Error(output);
    await fetch(`http://127.0.0.1:${port}/api/health/live`);
    return true;
  });
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function startNginx(upstream) {
  const folder = mkdtempSync(join(tmpdir(), "ax-nginx-"));
  chmodSync(folder, 0o755); // started by root, its worker is somebody else and keeps large bodies here
  const port = await freePort();
  writeFileSync(join(folder, "nginx.conf"), nginxConf(folder, port, upstream));
  return start("/usr/sbin/nginx", ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")], folder, port);
}

export async function startHaproxy(upstream) {
  const folder = mkdtempSync(join(tmpdir(), "ax-haproxy-"));
  const port = await freePort();
  writeFileSync(join(folder, "haproxy.cfg"), haproxyConf(port, upstream));
  return start("/usr/sbin/haproxy", ["-db", "-f", join(folder, "haproxy.cfg")], folder, port);
}
