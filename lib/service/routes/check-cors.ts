import type { Construct } from 'constructs';
import type { TargetProblem } from '../../environment/every-target';
import { ParityError } from '../../template/error';
import { authoredAt } from '../authored-at';
import { isVaried } from '../varied';
import { badRoute, checkForm, checkHeaderNames } from './bad-route';
import type { RouteCors } from './cors';

/** What the CORS filter of an HTTPRoute and ingress-nginx both take. */
const ORIGIN = /^(?=.{1,253}$)(\*|https?:\/\/(\*\.)?([a-zA-Z0-9-]+\.)*[a-zA-Z0-9-]+(:[0-9]{1,5})?)$/;
const MAX_ORIGINS = 64;
/** ingress-nginx takes its own defaults in place of others, and of `*`. */
const HEADER = /^[A-Za-z0-9_-]{1,256}$/;
const METHOD = /^(GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH)$/;

/**
 * Refuses what is wrong whatever the environment. Of annotations no table of locked places says what must not vary.
 *
 * @throws PARITY_LOCKED, PARITY_BAD_ROUTE
 */
export function checkCors(scope: Construct, { methods, headers, exposeHeaders, credentials }: RouteCors): void {
  for (const [name, value] of Object.entries({ methods, headers, exposeHeaders, credentials })) {
    if (![value, ...(Array.isArray(value) && !isVaried(value) ? value : [])].some(isVaried)) continue;
    throw new ParityError({
      code: 'PARITY_LOCKED', message: `cors.${name} cannot differ between environments`, where: authoredAt(scope),
      got: 'a variation or a fact', fix: 'choose the same for all; the origins and maxAge may vary',
    });
  }
  for (const names of [headers ?? [], exposeHeaders ?? []]) checkHeaderNames(scope, names, HEADER);
  for (const method of methods ?? []) checkForm(scope, 'a method', method, METHOD, 'GET, POST ...');
  const twice = methods?.find((method, i) => methods.indexOf(method) !== i);
  if (twice !== undefined) throw badRoute(scope, 'a method is named twice', twice, 'name it once');
}

interface CorsValues {
  readonly origins: readonly string[];
  readonly hasCredentials: boolean;
  /** In seconds. */
  readonly maxAge?: number;
}

/** What is wrong with an environment's origins: each of which would open more than declared, or nothing. */
export function findCorsProblems({ origins, hasCredentials, maxAge = 1 }: CorsValues): TargetProblem[] {
  const bad = origins.filter((origin) => !ORIGIN.test(origin));
  if (origins.includes('*') && (origins.length > 1 || hasCredentials)) bad.push('*');
  const twice = origins.find((origin, i) => origins.indexOf(origin) !== i);
  return [
    ...bad.map((origin) => problem('an origin of CORS is none', JSON.stringify(origin),
      'a scheme and a host, such as https://shop.example.com; or * alone, without credentials')),
    // ingress-nginx would take none for every one.
    ...(origins.length > 0 ? [] : [problem('CORS without an origin', 'origins: []', 'one at least')]),
    ...(twice === undefined ? [] : [problem('an origin of CORS is listed twice', twice, 'each once')]),
    ...(origins.length > MAX_ORIGINS
      ? [problem('CORS has too many origins', `${origins.length} origins`, `${MAX_ORIGINS} at most`)] : []),
    ...(maxAge >= 1 ? [] : [problem('CORS is remembered for no time', `cors.maxAge: ${maxAge} s`, '1 s at least')]),
  ];
}

function problem(message: string, got: string, expected: string): TargetProblem {
  return { code: 'PARITY_BAD_ROUTE', message, got, expected, fix: 'mend the origins, or their maxAge' };
}
