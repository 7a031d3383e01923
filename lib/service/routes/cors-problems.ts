import type { TargetProblem } from '../../environment/every-target';

/** What the CORS filter of an HTTPRoute and ingress-nginx both take. */
const ORIGIN = /^(?=.{1,253}$)(\*|https?:\/\/(\*\.)?([a-zA-Z0-9-]+\.)*[a-zA-Z0-9-]+(:[0-9]{1,5})?)$/;
const MAX_ORIGINS = 64;

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
