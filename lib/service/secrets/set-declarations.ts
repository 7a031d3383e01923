import type { Construct } from 'constructs';
import { sessionOf } from '../../environment/session';
import { ParityError } from '../../template/error';
import { authoredAt } from '../authored-at';
import type { SecretSet } from './secret-set';

const DECLARATIONS = Symbol('declarations of secrets');

/**
 * Holds that a name means one set in the whole app: the same name is the same entry of every store.
 *
 * A chart may be built several times, and its constructor may declare the set; that is the same declaration.
 *
 * @throws PARITY_SECRET_TWICE when another declaration has the name
 */
export function claimDeclaration(scope: Construct, set: SecretSet): void {
  const declared = sessionOf(scope).extension(DECLARATIONS, () => new Map<string, SecretSet>());
  const other = declared.get(set.name);
  if (other === undefined) declared.set(set.name, set);
  if (other === undefined || other === set || keysOf(other) === keysOf(set)) return;
  throw new ParityError({
    code: 'PARITY_SECRET_TWICE', message: 'two sets of secrets have one name', where: authoredAt(scope),
    got: `'${set.name}' with other keys in ${sourceOf(other)} and ${sourceOf(set)}`,
    fix: 'declare it once and import it, or give one of them another name',
  });
}

function keysOf({ declaration }: SecretSet): string {
  return JSON.stringify(declaration.keys);
}

function sourceOf({ declaration }: SecretSet): string {
  return declaration.source ?? 'a place without a line';
}
