import { equalJson } from '../../../check/equal-json';
import { canonicalJson } from '../../../template/canonical';
import type { Json, JsonObject } from '../../../template/json';
import type { Finding, ObjectPair, RiskRule } from '../risk';
import { fieldOf, groupKindOf, groupKindOfObject, objectsIn, textsIn, values } from './fields';
import type { Siblings } from './siblings';

const INGRESS = 'networking.k8s.io/Ingress';
const GATEWAY = 'gateway.networking.k8s.io/Gateway';
const ROUTE = /^gateway\.networking\.k8s\.io\/(HTTP|GRPC|TLS|TCP|UDP)Route$/;

/** What brings requests into the cluster is gone, or no longer takes those of a host. */
export const routes: RiskRule = {
  name: 'route',
  reason: 'requests for it from outside are answered by something else, or not at all',
  find(pair) {
    const groupKind = groupKindOf(pair);
    const isRoute = groupKind === INGRESS || ROUTE.test(groupKind);
    if (pair.before === undefined || !(isRoute || groupKind === GATEWAY)) return [];
    if (pair.after === undefined) return pair.isWholeChart ? [] : [removal(pair, pair.before)];
    if (groupKind === GATEWAY) return listenerFindings(pair.before, pair.after);
    return [
      ...hostFindings(pair, pair.before, pair.after), ...parentFindings(pair.before, pair.after),
      ...tlsFindings(pair.before, pair.after),
    ];
  },
};

function removal({ kind, siblings }: ObjectPair, before: JsonObject): Finding {
  const hosts = hostsOf(before);
  if (hosts.length === 0 || !hosts.every((host) => isServed(host, siblings.after))) {
    return { message: `the ${kind} is removed`, severity: 'high' };
  }
  return {
    message: `the ${kind} is removed, and others of the chart take its hosts`, severity: 'medium',
    reason: 'paths, headers, TLS and the address may be others there',
  };
}

/** Empty for a route that takes every host. */
function hostsOf(object: JsonObject): readonly string[] {
  if (groupKindOfObject(object) !== INGRESS) return textsIn(fieldOf(object, 'spec', 'hostnames'));
  const hosts = objectsIn(fieldOf(object, 'spec', 'rules')).map(({ host }) => host);
  const isOpen = fieldOf(object, 'spec', 'defaultBackend') !== undefined
    || hosts.some((host) => host === undefined || host === '');
  return isOpen ? [] : hosts.filter((host): host is string => typeof host === 'string');
}

const served = new WeakMap<Siblings, ReadonlySet<string>>();

function isServed(host: string, siblings: Siblings): boolean {
  let hosts = served.get(siblings);
  if (hosts === undefined) {
    served.set(siblings, hosts = new Set(siblings.objects.filter((object) => {
      const kind = groupKindOfObject(object);
      return kind === INGRESS || ROUTE.test(kind);
    }).flatMap(hostsOf)));
  }
  return hosts.has(host);
}

function hostFindings({ kind, siblings }: ObjectPair, before: JsonObject, after: JsonObject): Finding[] {
  const path = kind === 'Ingress' ? 'spec.rules' : 'spec.hostnames';
  const [was, is] = [hostsOf(before), hostsOf(after)];
  if (is.length === 0) return [];
  if (was.length === 0) {
    return [{ message: `the ${kind} no longer takes every host`, severity: 'medium', path, after: [...is] }];
  }
  const known = new Set(is);
  return [...new Set(was)].filter((host) => !known.has(host) && !isServed(host, siblings.after))
    .map((host): Finding => ({
      message: `the ${kind} no longer takes a host`, severity: 'high', path, before: host,
    }));
}

function parentFindings(before: JsonObject, after: JsonObject): Finding[] {
  const path = 'spec.parentRefs';
  const [was, is] = [before, after].map((side) => fieldOf(side, 'spec', 'parentRefs'));
  const kept = new Set(objectsIn(is).map((parent) => canonicalJson(parent)));
  return objectsIn(was).every((parent) => kept.has(canonicalJson(parent))) ? [] : [{
    message: 'the route leaves a Gateway', severity: 'medium', path, ...values(was, is),
    reason: 'requests that come in there no longer reach it',
  }];
}

const PLAIN = 'what was encrypted is sent in the open, or clients refuse to connect';
const CERTIFICATE = 'clients refuse to connect when the other certificate is missing or not for the host';

function tlsFindings(before: JsonObject, after: JsonObject): Finding[] {
  const [was, is] = [before, after].map(certificatesOf) as [Map<string, Json>, Map<string, Json>];
  const gone = [...was.keys()].filter((host) => !is.has(host));
  const taken = new Set(hostsOf(after));
  return [
    ...gone.filter((host) => host === '' || taken.size === 0 || taken.has(host)).map((host): Finding => ({
      message: 'a host is served without TLS', reason: PLAIN, severity: 'high', path: 'spec.tls',
      ...(host === '' ? {} : { before: host }),
    })),
    ...[...was].filter(([host, name]) => is.has(host) && !equalJson(is.get(host), name))
      .map(([host, name]): Finding => ({
        message: 'a host is served with another certificate', reason: CERTIFICATE, severity: 'medium',
        path: 'spec.tls', ...values(name, is.get(host)),
      })),
  ];
}

/** The Secrets by host; empty text stands for an entry without hosts. */
function certificatesOf(object: JsonObject): Map<string, Json> {
  return new Map(objectsIn(fieldOf(object, 'spec', 'tls')).flatMap(({ hosts, secretName = '(none)' }) =>
    (textsIn(hosts).length === 0 ? [''] : textsIn(hosts)).map((host) => [host, secretName as Json] as const)));
}

function listenerFindings(before: JsonObject, after: JsonObject): Finding[] {
  const latter = objectsIn(fieldOf(after, 'spec', 'listeners'));
  const listeners = new Map(latter.map((listener) => [listener.name, listener]));
  return objectsIn(fieldOf(before, 'spec', 'listeners')).flatMap((was): Finding[] => {
    const is = listeners.get(was.name);
    const path = `spec.listeners[${String(was.name)}]`;
    if (is === undefined) return [{ message: 'a listener is removed', severity: 'high', path }];
    return [
      ...(['hostname', 'port', 'protocol'] as const).filter((field) => !equalJson(was[field], is[field]))
        .map((field): Finding => ({
          message: `a listener has another ${field}`, severity: 'high', path: `${path}.${field}`,
          ...values(was[field], is[field]),
        })),
      ...(was.tls === undefined || equalJson(was.tls, is.tls) ? [] : [{
        message: 'the TLS of a listener changes', reason: is.tls === undefined ? PLAIN : CERTIFICATE,
        severity: is.tls === undefined ? 'high' as const : 'medium' as const, path: `${path}.tls`,
      }]),
    ];
  });
}
