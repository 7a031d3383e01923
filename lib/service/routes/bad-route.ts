import type { Construct } from 'constructs';
import { ParityError } from '../../template/error';
import { authoredAt } from '../authored-at';
import { isVaried } from '../varied';

/** RFC 9110: what a header may be called. */
const HEADER = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,256}$/;

/** What an exposure is refused for, whatever the environment. */
export function badRoute(scope: Construct, message: string, got: string, fix: string): ParityError {
  return new ParityError({ code: 'PARITY_BAD_ROUTE', message, where: authoredAt(scope), got, fix });
}

/** @throws PARITY_BAD_ROUTE when a text has not the form that it must have, or differs between environments */
export function checkForm(scope: Construct, what: string, text: unknown, form: RegExp, expected: string): void {
  if (typeof text === 'string' && form.test(text)) return;
  const got = isVaried(text) ? 'a value that differs between environments' : JSON.stringify(text);
  throw badRoute(scope, `${what} is none`, got, `write ${expected}`);
}

/** @throws PARITY_BAD_ROUTE when a header's name is none, or there twice: case does not tell them apart */
export function checkHeaderNames(scope: Construct, names: readonly string[], form = HEADER): void {
  for (const name of names) checkForm(scope, 'a header', name, form, 'a name (RFC 9110)');
  const lower = names.map((name) => name.toLowerCase());
  const twice = lower.find((name, i) => lower.indexOf(name) !== i);
  if (twice !== undefined) throw badRoute(scope, 'a header is named twice', twice, 'name it once');
}
