import { ParityError } from '../../template/error';
import { authoredAt } from '../authored-at';
import { isVaried } from '../varied';
import { badRoute, checkForm } from './bad-route';
import type { ReadRoute } from './route';
import type { RouteTls } from './tls';

/** Names of Secrets and ConfigMaps (RFC 1123). */
const OBJECT_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const METHOD = /^(GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH)$/;

/**
 * Refuses words and names of an exposure that are none, or that would be others in some environments: code branches on
 * them, or they end where no table of locked places looks.
 *
 * @throws PARITY_LOCKED, PARITY_BAD_ROUTE
 */
export function checkFixed(route: ReadRoute): void {
  const { scope, paths, options: { tls, tlsSecret, backendTls, rateLimit, redirects = {}, protocol } } = route;
  const ca = backendTls?.ca;
  const caName = typeof ca === 'object' && !isVaried(ca) ? ca.configMap : undefined;
  const { secret, redirectHttp, of, otherwise }: RouteTls = tls === true || tls === undefined ? {} : tls;
  const fixed = {
    protocol, tlsSecret, 'tls.secret': secret, 'tls.of': of, 'tls.redirectHttp': redirectHttp,
    'tls.otherwise.use': otherwise?.use, 'backendTls.ca': caName ?? ca, 'rateLimit.per': rateLimit?.per,
    ...Object.fromEntries(Object.entries(redirects).map(([name, { permanent }]) =>
      [`redirects.${name}.permanent`, permanent])),
  };
  for (const [name, value] of Object.entries(fixed)) if (isVaried(value)) throw varies(route, name);
  for (const name of [tlsSecret, secret, of, caName]) {
    if (name !== undefined) checkForm(scope, 'the name of an object', name, OBJECT_NAME, 'lower-case letters, digits');
  }
  if (rateLimit !== undefined) {
    checkForm(scope, 'rateLimit.per', rateLimit.per, /^(second|minute)$/, 'second or minute');
  }
  if (protocol !== undefined) checkForm(scope, 'a protocol', protocol, /^(http|grpc)$/, 'http or grpc');
  // What varies is refused by the table of locked places, which can say more about it.
  for (const method of paths.flatMap(({ methods }) => methods)) {
    if (!isVaried(method)) checkForm(scope, 'a method', method, METHOD, 'GET, POST ...');
  }
  const [port] = paths.filter((path) => path.port.protocol !== 'TCP').map((path) => path.port);
  if (port !== undefined) {
    throw badRoute(scope, 'requests come by TCP', `port '${port.name}' (${port.protocol})`, 'expose another port');
  }
}

function varies({ scope }: ReadRoute, name: string): ParityError {
  return new ParityError({
    code: 'PARITY_LOCKED', message: `${name} cannot differ between environments`, where: authoredAt(scope),
    got: 'a variation or a fact', fix: 'choose the same for all',
  });
}
