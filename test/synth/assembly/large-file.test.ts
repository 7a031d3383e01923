import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAssemblyFolder } from '../../../lib/synth/assembly/folder';
import { temporaryFolders } from '../fixtures/temporary-folder';

const freshFolder = temporaryFolders();
const MIB = 1 << 20;

test.each([0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB])('a file of %i bytes is verified whole, also when it is read in pieces', (size) => {
  const outdir = freshFolder();
  const bytes = Buffer.alloc(size, 'abcdefg');
  const file = join(outdir, 'local/a.k8s.yaml');
  mkdirSync(join(outdir, 'local'));
  writeFileSync(file, bytes);
  writeFileSync(join(outdir, 'parity.json'), '{}');
  const list = () => new Map([['local/a.k8s.yaml', `sha256:${createHash('sha256').update(bytes).digest('hex')}`]]);
  expect(() => openAssemblyFolder(outdir).verify(list)).not.toThrow();
  appendFileSync(file, 'x');
  expect(() => openAssemblyFolder(outdir).verify(list)).toThrow(/PARITY_ASSEMBLY_ALTERED/);
});
