import type { Note } from './access';
import type { Patches } from './patches';

const facts = ['hostname', 'userInfo', 'homedir', 'networkInterfaces', 'cpus'];

/** Watches what differs from one machine or folder to the next; a path that is relative to the file is free. */
export function guardMachine(patches: Patches, note: Note): void {
  patches.before(process, 'cwd', () => note({ source: 'machine', got: 'process.cwd()' }));
  // The namespace of an import is a copy; this is the object that everybody's `require` returns.
  const os = require('node:os') as object;
  for (const name of facts) patches.before(os, name, () => note({ source: 'machine', got: `os.${name}()` }));
}
