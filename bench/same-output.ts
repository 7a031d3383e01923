import * as fs from 'node:fs';
import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { loadAll } from 'js-yaml';

import { ParityError } from '../lib/template/error';
import type { Contender } from './contenders';
import { measure } from './measure';

/**
 * Runs every contender once and compares what they wrote, as data: a fast tool that renders something else is no peer.
 *
 * Objects are matched by environment, kind and name; the order of objects and keys may differ between tools.
 *
 * @throws PARITY_BENCH when two contenders wrote different objects
 */
export async function requireSameOutput(
  contenders: readonly Contender[], expectedObjects: number, scratch: string,
): Promise<void> {
  let first: { label: string; objects: Map<string, unknown> } | undefined;
  for (const [index, contender] of contenders.entries()) {
    const outdir = path.join(scratch, `check-${index}`);
    await measure(contender.command(outdir), scratch);
    const label = [contender.tool, contender.way].filter(Boolean).join(', ');
    const objects = readObjects(outdir);
    if (objects.size !== expectedObjects) {
      throw differs(label, `${objects.size} objects`, `${expectedObjects} objects`);
    }
    first ??= { label, objects };
    compare(first, { label, objects });
  }
}

interface Written {
  readonly label: string;
  readonly objects: ReadonlyMap<string, unknown>;
}

function compare(expected: Written, actual: Written): void {
  for (const [key, object] of expected.objects) {
    const other = actual.objects.get(key);
    if (isDeepStrictEqual(object, other)) continue;
    throw differs(
      `${key}, rendered by ${actual.label}`,
      JSON.stringify(other) ?? 'nothing',
      `${JSON.stringify(object)} (${expected.label})`,
    );
  }
}

/** Every object below the folder, by `environment kind/name`; a file's first folder is its environment. */
function readObjects(outdir: string): Map<string, unknown> {
  const objects = new Map<string, unknown>();
  for (const entry of fs.readdirSync(outdir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.yaml')) continue;
    const file = path.join(entry.parentPath, entry.name);
    const [environment] = path.relative(outdir, file).split(path.sep);
    for (const object of loadAll(fs.readFileSync(file, 'utf8'))) {
      const { kind, metadata } = object as { kind: string; metadata: { name: string } };
      objects.set(`${environment} ${kind}/${metadata.name}`, object);
    }
  }
  return objects;
}

function differs(where: string, got: string, expected: string): ParityError {
  return new ParityError({
    code: 'PARITY_BENCH', message: 'two tools rendered different objects, so their times say nothing',
    where, got, expected,
  });
}
