import type { Note } from './access';
import type { Patches } from './patches';

const modules: Record<string, readonly string[]> = {
  http: ['request', 'get'],
  https: ['request', 'get'],
  dns: ['lookup', 'resolve', 'resolve4', 'resolve6'],
};
const processFunctions = ['execFileSync', 'execFile', 'execSync', 'exec', 'spawnSync', 'spawn', 'fork'];

/** Watches the network, also through a child process that is given a URL: cdk8s's `Include` and `Helm` do that. */
export function guardNetwork(patches: Patches, note: Note): void {
  const network = (got: string) => () => note({ source: 'network', got });
  patches.before(globalThis, 'fetch', ([target]) => note({ source: 'network', got: `fetch(${place(target)})` }));
  for (const [name, functions] of Object.entries(modules)) {
    // Loading http for nothing would take longer than a small synth; loaded later, it is seen where it connects.
    if (name !== 'dns' && !isLoaded(name)) continue;
    for (const key of functions) patches.before(builtin(name), key, network(`${name}.${key}()`));
  }
  patches.before(builtin('dns').promises as object, 'lookup', network('dns.promises.lookup()'));
  // Whatever else opens a connection (TLS, HTTP/2, a client library) ends here.
  const { prototype } = builtin('net').Socket as { prototype: object };
  patches.before(prototype, 'connect', network('net.Socket.connect()'));
  for (const key of processFunctions) guardProcess(patches, builtin('child_process'), key, note);
  const helm = helmProcesses();
  if (helm) guardProcess(patches, helm, 'spawnSync', note);
}

function guardProcess(patches: Patches, owner: object, key: string, note: Note): void {
  patches.before(owner, key, (args) => {
    const url = args.flat().find(isRemote);
    if (url !== undefined) note({ source: 'network', got: `child_process.${key}(… ${place(url)})` });
  });
}

function isLoaded(name: string): boolean {
  const { moduleLoadList } = process as { moduleLoadList?: readonly string[] };
  // Jest gives tests a copy of `process`, whose list is as old as the copy.
  const isLive = moduleLoadList !== undefined && process.env.JEST_WORKER_ID === undefined;
  return !isLive || moduleLoadList.includes(`NativeModule ${name}`);
}

/** The namespace of an import is a copy; a builtin's own object is what other modules call through. */
function builtin(name: string): Record<string, unknown> {
  return require(`node:${name}`) as Record<string, unknown>;
}

/** cdk8s's Helm keeps its own reference to spawnSync, in an object that cdk8s made for being replaced. */
function helmProcesses(): object | undefined {
  try {
    return (require('cdk8s/lib/_child_process') as { _child_process?: object })._child_process;
  } catch {
    return undefined; // Another layout of cdk8s: then its Helm is not watched, everything else is.
  }
}

const remote = /\b(?:https?|oci):\/\/[^\s'"]+/i;

function isRemote(value: unknown): boolean {
  return (typeof value === 'string' || value instanceof URL) && remote.test(String(value));
}

/** Scheme and host only: a URL may hold a password or a token. */
function place(value: unknown): string {
  const address = value instanceof Request ? value.url : value;
  const found = isRemote(address) ? remote.exec(String(address))?.[0] : undefined;
  if (found === undefined || !URL.canParse(found)) return '…';
  const url = new URL(found);
  return `${url.protocol}//${url.host}`;
}
