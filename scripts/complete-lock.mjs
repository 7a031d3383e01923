import { readFileSync, writeFileSync } from 'node:fs';

/**
 * `node scripts/complete-lock.mjs`: adds the binaries of other platforms that npm left out of package-lock.json.
 *
 * npm records an optional package only when the registry it asked has it. A registry that mirrors few platforms gives
 * a lock that `npm ci` refuses as out of sync. What is added has version and platform, but no integrity: nobody here
 * has seen its bytes.
 */
const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = [];
for (const [parent, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(parent, name)) continue;
    lock.packages[`node_modules/${name}`] = { version, dev: true, optional: true, ...platformOf(name) };
    added.push(`${name}@${version}`);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added.length} added\n${added.map((each) => `  ${each}\n`).join('')}`);

function isLocked(parent, name) {
  return `${parent}/node_modules/${name}` in lock.packages || `node_modules/${name}` in lock.packages;
}

/** `…-linux-x64-musl`: platform, processor, C library. Without them npm would install it everywhere. */
function platformOf(name) {
  const match = /-(android|darwin|freebsd|linux|openharmony|win32)-([a-z0-9]+)(?:-([a-z]+))?$/.exec(name);
  if (match === null) throw new Error(`${name} names no platform: lock it by hand`);
  const [, os, cpu, abi = ''] = match;
  const libc = abi.startsWith('musl') ? 'musl' : os === 'linux' && abi.startsWith('gnu') ? 'glibc' : undefined;
  return { os: [os], cpu: [cpu], ...(libc === undefined ? {} : { libc: [libc] }) };
}
