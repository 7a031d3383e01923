import type { Construct } from 'constructs';
import { sessionOf } from '../../environment/session';
import { ParityError } from '../../template/error';
import { isPlaceholder } from '../../template/placeholder';
import { authoredAt } from '../authored-at';

/** Refuses a declaration of a backing service. */
export function badBacking(
  scope: Construct, got: string, { expected, fix }: { readonly expected?: string; readonly fix: string },
): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_BACKING', message: 'a backing service is declared badly', where: authoredAt(scope),
    got: sessionOf(scope).registry.explain(got), expected, fix,
  });
}

/** What a text of the declaration may be, and how that is said. */
interface Form { readonly pattern: RegExp; readonly expected: string }

/** A name that needs no quotes in SQL, and so in no connection string either. */
export const IDENTIFIER: Form = {
  pattern: /^[a-z_][a-z0-9_]{0,62}$/,
  expected: 'lower-case letters, digits and underscores, at most 63, beginning with no digit',
};
export const EXTENSION: Form = {
  pattern: /^[a-z][a-z0-9_-]{0,62}$/, expected: 'the name of an extension, such as pgcrypto or uuid-ossp',
};
export const LABEL: Form = {
  pattern: /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/,
  expected: 'the value of a label: letters, digits and _.-, at most 63',
};
export const LOCALE: Form = { pattern: /^[A-Za-z][A-Za-z0-9_.@-]{0,62}$/, expected: 'a locale, such as C.UTF-8' };
export const BUCKET: Form = {
  pattern: /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, expected: 'from 3 to 63 lower-case letters, digits and dashes',
};
export const REGION: Form = { pattern: /^[a-z0-9][a-z0-9-]{0,62}$/, expected: 'a region, such as eu-central-1' };
export const VHOST: Form = { pattern: /^[a-z0-9][a-z0-9_-]{0,62}$/, expected: 'lower-case letters, digits, _ and -' };

/** @throws PARITY_LOCKED for a value that differs, PARITY_BAD_BACKING for one that is none */
export function fixedText(scope: Construct, what: string, value: string, { pattern, expected }: Form): string {
  refusePlaceholder(scope, what, value);
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw badBacking(scope, `${what}: ${JSON.stringify(value)?.slice(0, 80)}`, { expected, fix: `mend ${what}` });
}

/** @throws PARITY_LOCKED for a value that differs, PARITY_BAD_BACKING for one that is none */
export function fixedNumber(scope: Construct, what: string, value: number, most: number): number {
  refusePlaceholder(scope, what, value);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw badBacking(scope, `${what}: ${JSON.stringify(value)?.slice(0, 80)}`, {
    expected: `a whole number from 1 to ${most}`, fix: `mend ${what}`,
  });
}

/** @throws PARITY_LOCKED for a value that differs, PARITY_BAD_BACKING for one that is none of those */
export function fixedChoice<T>(scope: Construct, what: string, value: T, choices: readonly T[]): T {
  refusePlaceholder(scope, what, value);
  if (choices.includes(value)) return value;
  throw badBacking(scope, `${what}: ${JSON.stringify(value)?.slice(0, 80)}`, {
    expected: choices.map((choice) => JSON.stringify(choice)).join(', '), fix: `mend ${what}`,
  });
}

/** The interface is what services are written for. */
function refusePlaceholder(scope: Construct, what: string, value: unknown): void {
  if (!isPlaceholder(value)) return;
  throw new ParityError({
    code: 'PARITY_LOCKED', message: `${what} of a backing service cannot differ between environments`,
    where: authoredAt(scope), got: 'a variation, or a fact',
    fix: 'choose one value for all environments: services are written for it',
  });
}
