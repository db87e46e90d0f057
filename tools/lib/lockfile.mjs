// Rules for package-lock.json files: complete for every platform, and silent about where packages came from.

const SUFFIX =
  /-(android|darwin|freebsd|linux|openharmony|win32|wasm32)(?:-(arm64|arm|x64|ia32|ppc64|riscv64|s390x|wasi))?(?:-(gnu|musl|gnueabihf|musleabihf|eabi|msvc))?$/;

/** What npm itself would record about a platform package, read off its name; null when the name tells nothing. */
export function platformOf(name) {
  const match = SUFFIX.exec(name);
  if (!match) return null;
  const [, os, cpu, abi] = match;
  if (os === "wasm32") return { cpu: ["wasm32"] };
  const libc = os === "linux" && (abi === "gnu" || abi === "musl") ? { libc: [abi === "gnu" ? "glibc" : "musl"] } : {};
  return { ...(cpu ? { cpu: [cpu] } : {}), ...libc, os: [os] };
}

function resolves(packages, from, name) {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf("/node_modules/")))) {
    if (packages[`${place}${place && "/"}node_modules/${name}`]) return true;
    if (!place) return false;
  }
}

/** Optional platform packages that a locked package names and the lock lacks, as [name, version, owner]. */
export function missingOptional(lock) {
  const missing = [];
  for (const [place, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!resolves(lock.packages, place, name)) missing.push([name, version, place]);
    }
  }
  return missing;
}

/** Adds them. They are never installed here, so they need no integrity; without them `npm ci` refuses the lock. */
export function complete(lock) {
  for (const [name, version, owner] of missingOptional(lock)) {
    const platform = platformOf(name);
    if (!platform || !/^\d/.test(version)) throw new Error(`${owner} wants ${name}@${version}: cannot tell its platform`);
    const entry = { version, ...platform, optional: true };
    if (lock.packages[owner].dev) entry.dev = true;
    lock.packages[`node_modules/${name}`] = entry;
  }
  const names = Object.keys(lock.packages).sort((a, b) => a.localeCompare(b, "en"));
  lock.packages = Object.fromEntries(names.map((name) => [name, lock.packages[name]]));
  return lock;
}

/** Entries that name the host they were downloaded from. */
export function withHost(lock) {
  return Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined).map(([place]) => place);
}
