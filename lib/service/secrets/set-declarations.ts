import type { Construct } from 'constructs';
import { sessionOf } from '../../environment/session';
import { ParityError } from '../../template/error';
import { authoredAt } from '../authored-at';
import { badSecret } from './bad-secret';
import { type SecretSet, isSecretSet } from './secret-set';

const DECLARATIONS = Symbol('declarations of secrets');

/**
 * Holds that a name means one set in the whole app: the same name is the same entry of every store.
 *
 * A chart may be built several times, and its constructor may declare the set; that is the same declaration. Of a
 * rotation that is a variation, each chart has its own.
 *
 * @throws PARITY_SECRET_TWICE when another declaration has the name
 * @throws PARITY_BAD_SECRET when it is none of `secrets(...)`, which lets no value in
 */
export function claimDeclaration(scope: Construct, set: SecretSet): void {
  if (!isSecretSet(set)) {
    throw badSecret(scope, 'keys of a set that secrets(...) did not declare', {
      fix: 'declare it: secrets(name, { keys })',
    });
  }
  const declared = sessionOf(scope).extension(DECLARATIONS, () => new Map<string, SecretSet>());
  const other = declared.get(set.name);
  if (other === undefined) declared.set(set.name, set);
  if (other === undefined || other === set || meaningOf(other) === meaningOf(set)) return;
  throw new ParityError({
    code: 'PARITY_SECRET_TWICE', message: 'two sets of secrets have one name', where: authoredAt(scope),
    got: `'${set.name}' with other keys or options in ${sourceOf(other)} and ${sourceOf(set)}`,
    fix: 'declare it once and import it, or give one of them another name',
  });
}

function meaningOf({ declaration: { keys, reload, rotation } }: SecretSet): string {
  return JSON.stringify([keys, reload, typeof rotation === 'string' ? rotation : '']);
}

function sourceOf({ declaration }: SecretSet): string {
  return declaration.source ?? 'a place without a line';
}
