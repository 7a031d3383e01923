import type { Construct } from 'constructs';
import { ParityError } from '../../template/error';
import { authoredAt } from '../authored-at';
import { noReason } from '../secure-defaults';
import { badRoute, checkForm, checkHeaderNames } from './bad-route';
import { checkCors } from './check-cors';
import { checkFixed } from './check-fixed';
import { checkNginxPath, checkPathText } from './check-path';
import type { ExposeOptions } from './expose-options';
import { changedNames } from './headers';
import { type KnownPath, type ReadRoute, allHostsOf } from './route';

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
export function checkRoute(route: ReadRoute): void {
  const { scope, protocol, paths, options } = route;
  if (options.name !== undefined) {
    checkForm(scope, 'a name', options.name, NAME, 'lower-case letters, digits and dashes');
  }
  if (paths.length === 0) throw badRoute(scope, 'an exposure leads nowhere', 'no path', 'name one, or leave it out');
  checkFixed(route);
  checkSize(route);
  if (protocol === 'grpc' && (options.path ?? options.paths) !== undefined) {
    throw badRoute(scope, 'calls of gRPC have no paths', 'path or paths', "use grpcMethods, or say protocol: 'http'");
  }
  if (protocol === 'http' && options.grpcMethods !== undefined) {
    throw badRoute(scope, 'calls of gRPC are exposed as HTTP', "protocol: 'http', grpcMethods", 'leave one out');
  }
  for (const path of paths) checkPath(scope, path);
  for (const changes of [options.headers?.request, options.headers?.response]) {
    checkHeaderNames(scope, changedNames(changes ?? {}));
  }
  checkRedirects(route);
  if (options.cors !== undefined) checkCors(scope, options.cors);
  checkTls(route);
}

/** Gateway API: a prefix that is replaced has a rule for each method. */
function checkSize(route: ReadRoute): void {
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
  checkNginxPath(scope, path);
  const { service, method } = grpc ?? {};
  if (service !== undefined) checkForm(scope, 'a gRPC service', service, GRPC_SERVICE, 'a name as in the .proto file');
  if (method !== undefined) checkForm(scope, 'a gRPC method', method, GRPC_METHOD, 'a name as in the .proto file');
  checkHeaderNames(scope, headers.map(([name]) => name));
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

function checkRedirects({ scope, options: { redirects = {} } }: ReadRoute): void {
  for (const [name, { path = '/', to }] of Object.entries(redirects)) {
    checkForm(scope, 'the name of a redirect', name, NAME, 'lower-case letters, digits and dashes');
    checkPathText(scope, path);
    checkTarget(scope, 'redirect', to);
  }
}

function checkTls({ scope, options: { tls } }: ReadRoute): void {
  if (tls === undefined || tls === true) return;
  const why: unknown = tls.otherwise?.why;
  const isExplained = typeof why === 'string' && why.trim() !== '';
  if (tls.otherwise !== undefined && !isExplained) throw noReason(scope, 'tls.otherwise without why');
}
