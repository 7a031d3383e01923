import type { Construct } from 'constructs';
import { ParityError } from '../../template/error';
import { authoredAt } from '../authored-at';
import { noReason } from '../secure-defaults';
import { isVaried } from './varied';
import type { ExposeOptions } from './expose-options';
import { type HeaderChanges, changedNames } from './headers';
import { type KnownPath, type Route, allHostsOf } from './route';

/** What Gateway API and Ingress both take as a path (RFC 3986). */
const PATH = /^\/(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})*$/;
const ODD_PATH = /\/\/|\/\.\.?(\/|$)|%2f/i;
/** RFC 9110: what a header may be called. */
const HEADER = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,256}$/;
/** The name of a protobuf service with its package, and that of a method. */
const GRPC_SERVICE = /^[A-Za-z_][A-Za-z_0-9]*(\.[A-Za-z_][A-Za-z_0-9]*)*$/;
const GRPC_METHOD = /^[A-Za-z_][A-Za-z_0-9]*$/;
/** The end of an object's name. */
const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** What a route of Gateway API has at most. */
const MAX_RULES = 16;
const MAX_MATCHES = 128;
const MAX_HOSTS = 16;

/** @throws PARITY_EXCLUSIVE_PROPS when two options exclude each other */
export function checkExclusive(scope: Construct, options: ExposeOptions): void {
  const pairs = [
    ['host', 'hosts'], ['path', 'paths'], ['path', 'grpcMethods'], ['paths', 'grpcMethods'], ['tls', 'tlsSecret'],
  ] as const;
  for (const [one, other] of pairs) {
    if (options[one] === undefined || options[other] === undefined) continue;
    throw new ParityError({
      code: 'PARITY_EXCLUSIVE_PROPS', message: 'two options of an exposure exclude each other',
      where: authoredAt(scope), got: `${one} and ${other}`, fix: 'leave one out',
    });
  }
}

/**
 * Refuses what is wrong whatever the environment.
 *
 * @throws PARITY_BAD_ROUTE when a path, a header's name or a number of rules is none
 * @throws PARITY_LOCKED when what is the same in every environment varies where no locked place could tell
 */
export function checkRoute(route: Route): void {
  const { scope, protocol, paths, options } = route;
  if (options.name !== undefined) check(scope, 'a name', options.name, NAME, 'lower-case letters, digits and dashes');
  if (paths.length === 0) throw badRoute(scope, 'an exposure leads nowhere', 'no path', 'name one, or leave it out');
  checkSize(route);
  if (protocol === 'grpc' && (options.path ?? options.paths) !== undefined) {
    throw badRoute(scope, 'calls of gRPC have no paths', 'path or paths', "use grpcMethods, or say protocol: 'http'");
  }
  if (protocol === 'http' && options.grpcMethods !== undefined) {
    throw badRoute(scope, 'calls of gRPC are exposed as HTTP', "protocol: 'http', grpcMethods", 'leave one out');
  }
  for (const path of paths) checkPath(scope, path);
  for (const changes of [options.headers?.request, options.headers?.response]) checkHeaders(scope, changes);
  checkRedirects(route);
  checkCors(route);
  checkTls(route);
}

/** Gateway API: a prefix that is replaced has a rule for each method. */
function checkSize(route: Route): void {
  const { scope, paths } = route;
  const matches = paths.map(({ methods }) => Math.max(methods.length, 1));
  const rules = paths.map(({ rewrite }, i) => (rewrite?.prefix === undefined ? 1 : matches[i]));
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  for (const [what, count, most] of [
    ['rules', sum(rules), MAX_RULES], ['matches', sum(matches), MAX_MATCHES],
    ['hosts', allHostsOf(route).length, MAX_HOSTS],
  ] as const) {
    if (count <= most) continue;
    throw badRoute(scope, `a route has too many ${what}`, `${count} ${what}`, `expose ${most} at most at once`);
  }
}

function checkPath(scope: Construct, { path, headers, grpc, match, rewrite }: KnownPath): void {
  if (grpc === undefined) checkPathText(scope, path);
  const { service, method } = grpc ?? {};
  if (service !== undefined) check(scope, 'a gRPC service', service, GRPC_SERVICE, 'a name as in the .proto file');
  if (method !== undefined) check(scope, 'a gRPC method', method, GRPC_METHOD, 'a name as in the .proto file');
  for (const [name] of headers) check(scope, 'a header', name, HEADER, 'a name (RFC 9110)');
  if (rewrite === undefined) return;
  if (match === 'exact' && rewrite.prefix !== undefined) {
    throw badRoute(scope, 'one path alone has no prefix', `${path} to ${rewrite.prefix}`, 'use rewrite.path');
  }
  checkTarget(scope, 'rewrite', rewrite);
}

/** Gateway API: a change is of the whole path or of its prefix. */
function checkTarget(
  scope: Construct, what: string, to: { readonly host?: string; readonly prefix?: string; readonly path?: string },
): void {
  if (to.prefix !== undefined && to.path !== undefined) {
    const got = `${to.path} and ${to.prefix}`;
    throw badRoute(scope, `a ${what} changes the whole path and its prefix`, got, 'leave one out');
  }
  if ((to.host ?? to.prefix ?? to.path) === undefined) {
    throw badRoute(scope, `a ${what} changes nothing`, `${what} without host, prefix and path`, 'name what is another');
  }
  for (const path of [to.prefix, to.path]) if (path !== undefined) checkPathText(scope, path);
}

function checkPathText(scope: Construct, path: unknown): void {
  // What varies is refused by the table of locked places, which can say more about it.
  if (isVaried(path) || (typeof path === 'string' && PATH.test(path) && !ODD_PATH.test(path))) return;
  const fix = 'begin with a slash, and write it as browsers send it, without . and ..';
  throw badRoute(scope, 'a path is none', JSON.stringify(path), fix);
}

function checkHeaders(scope: Construct, changes: HeaderChanges = {}): void {
  const names = changedNames(changes).map((name) => String(name).toLowerCase());
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw badRoute(scope, 'a header is changed twice', twice, 'say once what becomes of it');
  for (const name of changedNames(changes)) check(scope, 'a header', name, HEADER, 'a name (RFC 9110)');
}

function checkRedirects({ scope, options: { redirects = {} } }: Route): void {
  for (const [name, { path = '/', to }] of Object.entries(redirects)) {
    check(scope, 'the name of a redirect', name, NAME, 'lower-case letters, digits and dashes');
    checkPathText(scope, path);
    checkTarget(scope, 'redirect', to);
  }
}

/** Of annotations no table of locked places says which must not vary. */
function checkCors({ scope, options: { cors } }: Route): void {
  if (cors === undefined) return;
  const { methods, headers, exposeHeaders, credentials } = cors;
  const fixed = { methods, headers, exposeHeaders, credentials };
  for (const [name, value] of Object.entries(fixed)) {
    if (![value, ...(Array.isArray(value) && !isVaried(value) ? value : [])].some(isVaried)) continue;
    throw new ParityError({
      code: 'PARITY_LOCKED', message: `cors.${name} cannot differ between environments`, where: authoredAt(scope),
      got: 'a variation or a fact', fix: 'choose the same for all; the origins and maxAge may vary',
    });
  }
  for (const name of [...headers ?? [], ...exposeHeaders ?? []]) {
    check(scope, 'a header', name, HEADER, 'a name (RFC 9110)');
  }
}

function checkTls({ scope, options: { tls } }: Route): void {
  if (tls === undefined || tls === true) return;
  const why: unknown = tls.otherwise?.why;
  const isExplained = typeof why === 'string' && why.trim() !== '';
  if (tls.otherwise !== undefined && !isExplained) throw noReason(scope, 'tls.otherwise without why');
}

function check(scope: Construct, what: string, text: unknown, form: RegExp, expected: string): void {
  if (typeof text === 'string' && form.test(text)) return;
  const got = isVaried(text) ? 'a value that differs between environments' : JSON.stringify(text);
  throw badRoute(scope, `${what} is none`, got, `write ${expected}`);
}

function badRoute(scope: Construct, message: string, got: string, fix: string): ParityError {
  return new ParityError({ code: 'PARITY_BAD_ROUTE', message, where: authoredAt(scope), got, fix });
}
