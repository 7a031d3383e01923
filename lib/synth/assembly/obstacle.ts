import { accessSync, constants, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ParityFailure } from '../../template/error';
import { INDEX_FILE } from './path';
import { ENVIRONMENTS_FILE, readEnvironments } from './swap';

/**
 * What stands where a part of the assembly is to be moved and is not ours to replace.
 *
 * Looked for before the commit point, because after it there is no way back.
 *
 * @throws EACCES when a former environment's folder cannot be moved
 */
export function findObstacles(outdir: string, environments: ReadonlySet<string>): ParityFailure[] {
  const former = new Set(readEnvironments(outdir));
  // Another synth may be moving these folders at this moment, so each may vanish between two looks.
  const device = lstatSync(outdir).dev;
  const failures: ParityFailure[] = [];
  for (const name of new Set([...environments, ...former])) {
    const path = join(outdir, name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined || (!found.isDirectory() && !environments.has(name))) continue;
    if (!found.isDirectory()) failures.push(foreign(path, 'something that is not a folder'));
    else if (found.dev !== device) failures.push(foreign(path, 'a mounted file system'));
    else if (!former.has(name)) failures.push(...findForeignFile(path));
    // A folder can be moved only by who may write it.
    else unlessAbsent(() => accessSync(path, constants.W_OK));
  }
  for (const name of [INDEX_FILE, ENVIRONMENTS_FILE]) {
    const path = join(outdir, name);
    if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) failures.push(foreign(path, 'a folder'));
  }
  return failures;
}

/** A folder that no former assembly listed may be replaced only if it holds nothing but manifests. */
function findForeignFile(folder: string): ParityFailure[] {
  const waiting = [folder];
  for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
    const folderPath: string = current;
    for (const entry of unlessAbsent(() => readdirSync(folderPath, { withFileTypes: true })) ?? []) {
      const path = join(folderPath, entry.name);
      if (entry.isDirectory()) waiting.push(path);
      else if (!entry.isFile() || !entry.name.endsWith('.k8s.yaml')) return [foreign(folder, path)];
    }
  }
  return [];
}

function unlessAbsent<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function foreign(path: string, got: string): ParityFailure {
  return {
    code: 'PARITY_OUTPUT_FOREIGN',
    message: 'something that no synth wrote stands where a part of the assembly belongs',
    where: path,
    got,
    fix: 'move it away, or choose another output folder (CDK8S_OUTDIR)',
  };
}
