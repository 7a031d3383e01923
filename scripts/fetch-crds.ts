import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CrdSource } from './crd-sources';
import { formatJson, stripCrds } from './strip-crds';

/** A proxy that does not answer must not stop a check for good. */
const PATIENCE_MS = 180_000;

/** Go is not there, or could not get a module: nothing is said of what the module holds. */
export class ModuleNotFetched extends Error {}

/**
 * The stripped definitions of a source, from its Go module, as the text of a file.
 *
 * @throws ModuleNotFetched when Go or its proxy cannot be asked; another error when the module is not the pinned one
 */
export function fetchCrds(source: CrdSource): string {
  const folder = downloadModule(source);
  const texts = new Map(
    Object.keys(source.files).map((path) => [path, readFileSync(join(folder, path), 'utf8')] as const),
  );
  return `${formatJson(stripCrds(source, texts))}\n`;
}

/** The folder of a module in Go's cache. Go checks the module against its checksum database, and we against our pin. */
function downloadModule({ module, version, sum }: CrdSource): string {
  const { error, stdout } = spawnSync('go', ['mod', 'download', '-json', `${module}@${version}`], {
    // Outside every module: what the folder above pins is of no interest.
    cwd: tmpdir(), encoding: 'utf8', timeout: PATIENCE_MS, env: { ...process.env, GOFLAGS: '-mod=mod', GOWORK: 'off' },
  });
  if (isNotFound(error)) throw new ModuleNotFetched('there is no Go here');
  if (error !== undefined) throw new ModuleNotFetched(`Go could not get ${module}@${version}: ${error.message}`);
  const found = JSON.parse(stdout.trim() === '' ? '{}' : stdout) as { Error?: string; Dir?: string; Sum?: string };
  if (found.Error !== undefined && /SECURITY ERROR|checksum mismatch/.test(found.Error)) throw new Error(found.Error);
  if (found.Error !== undefined || found.Dir === undefined)
    throw new ModuleNotFetched(`Go could not get ${module}@${version}: ${found.Error ?? 'no answer'}`);
  if (found.Sum !== sum) throw new Error(`${module}@${version} has the sum '${found.Sum}', not '${sum}'`);
  return found.Dir;
}

function isNotFound(error: NodeJS.ErrnoException | undefined): boolean {
  return error?.code === 'ENOENT';
}
