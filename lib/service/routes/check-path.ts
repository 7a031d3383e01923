import type { Construct } from 'constructs';
import { engineOf } from '../../environment/engines';
import { targetsWhere } from '../../environment/targets-where';
import { isVaried } from '../varied';
import { badRoute } from './bad-route';

/** What Gateway API and Ingress both take as a path (RFC 3986). */
const PATH = /^(?=.{1,1024}$)\/(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9A-F]{2})*$/;
/** Proxies make one slash of two, take dots away, and write letters, digits and `-._~` plainly (RFC 3986, 6.2.2). */
const ODD_PATH = /\/\/|\/\.\.?(\/|$)|%2F|%(2[DE]|3[0-9]|[46][1-9A-F]|[57][0-9A]|5F|7E)/;
/** What ingress-nginx takes unless its administrator says otherwise (`strict-validate-path-type`). */
const NGINX_PATH = /^\/[A-Za-z0-9._\-/]*$/;

/** @throws PARITY_BAD_ROUTE when a path is none, or one that proxies would never see */
export function checkPathText(scope: Construct, path: unknown): void {
  // What varies is refused by the table of locked places, which can say more about it.
  if (isVaried(path) || (typeof path === 'string' && PATH.test(path) && !ODD_PATH.test(path))) return;
  const fix = 'begin with a slash, and write it as browsers send it: without . and .., with %C3%A4 for an umlaut';
  throw badRoute(scope, 'a path is none', JSON.stringify(path), fix);
}

/** @throws PARITY_BAD_ROUTE when ingress-nginx would refuse a path in an environment that it serves */
export function checkNginxPath(scope: Construct, path: string): void {
  if (isVaried(path) || NGINX_PATH.test(path)) return;
  if (engineOf(scope, 'ingress', ['standard', 'nginx']) !== 'nginx') return;
  const targets = targetsWhere(scope, (answer) => answer('capabilities', 'gateway') === false);
  if (targets.length === 0) return;
  throw badRoute(scope, 'ingress-nginx refuses a path', `${path}, which ${targets.join(', ')} would serve by it`,
    'use letters, digits, dots, dashes and underscores');
}
