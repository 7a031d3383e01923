import type { Construct } from 'constructs';
import { nearest } from '../../environment/nearest';
import { callSite } from '../../environment/source-location';
import { ParityError } from '../../template/error';
import { holdsMarker } from '../../template/marker';
import { authoredAt } from '../authored-at';

/** Refuses a declaration. @param scope undefined while no construct is there: declarations stand at module level */
export function badSecret(
  scope: Construct | undefined, got: string, { expected, fix }: { readonly expected?: string; readonly fix: string },
): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_SECRET', message: 'a secret is declared badly',
    where: scope === undefined ? callSite() : authoredAt(scope), got, expected, fix,
  });
}

/** Refuses to read what nobody would fill. */
export function unknownKey(set: string, key: unknown, known: readonly string[]): ParityError {
  const near = typeof key === 'string' ? nearest(key, known) : undefined;
  return new ParityError({
    code: 'PARITY_UNKNOWN_SECRET_KEY', message: 'a key is read that its secrets do not declare', where: callSite(),
    got: `${quoted(key)} of '${set}'`, expected: near === undefined ? known.join(', ') : `'${near}'`,
    fix: 'correct the name, or declare the key',
  });
}

/** A name as it was given; of anything else only what it is. */
export function quoted(name: unknown): string {
  if (typeof name !== 'string') return `(a ${typeof name})`;
  return holdsMarker(name) ? 'that differs between environments' : JSON.stringify(name.slice(0, 60));
}
