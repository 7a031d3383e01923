import type { Json, JsonObject } from '../../../template/json';
import { equalJson } from '../../../check/equal-json';
import type { Finding, RiskRule } from '../risk';
import { fieldOf, objectsIn, values } from './fields';

/** Connections that are made by address and number go on. */
const BY_NAME = 'what names the port by its name (an Ingress, a ServiceMonitor, an SRV record) no longer finds it';

/** A Service that clients can no longer reach as before. */
export const services: RiskRule = {
  name: 'service',
  reason: 'clients name a Service by its address and port: they fail until they are changed as well',
  find({ before, after, kind, isWholeChart, renamedFrom }) {
    if (kind !== 'Service' || before === undefined || renamedFrom !== undefined) return [];
    if (after === undefined) return isWholeChart ? [] : [{ message: 'the Service is removed', severity: 'high' }];
    return [...typeFindings(before, after), ...selectorFindings(before, after), ...portFindings(before, after)];
  },
};

function typeFindings(before: JsonObject, after: JsonObject): Finding[] {
  const [was, is] = [before, after].map((side) => fieldOf(side, 'spec', 'type') ?? 'ClusterIP') as [Json, Json];
  if (equalJson(was, is)) return [];
  // Each of these can be reached in all the ways of those before it.
  const order = ['ClusterIP', 'NodePort', 'LoadBalancer'];
  const isMore = order.includes(String(was)) && order.indexOf(String(is)) > order.indexOf(String(was));
  return [{
    message: isMore ? 'the Service can be reached from outside' : 'the Service is of another type', severity: 'medium',
    path: 'spec.type', before: was, after: is,
  }];
}

function selectorFindings(before: JsonObject, after: JsonObject): Finding[] {
  const [was, is] = [before, after].map((side) => fieldOf(side, 'spec', 'selector'));
  return equalJson(was, is) ? [] : [{
    message: 'traffic goes to other pods', severity: 'medium', path: 'spec.selector', ...values(was, is),
  }];
}

function portFindings(before: JsonObject, after: JsonObject): Finding[] {
  const ports = objectsIn(fieldOf(after, 'spec', 'ports'));
  const latter = new Map(ports.map((port) => [addressOf(port), port]));
  const named = new Map(ports.map((port) => [port.name, port]));
  return objectsIn(fieldOf(before, 'spec', 'ports')).flatMap((was): Finding[] => {
    const path = `spec.ports[${labelOf(was)}]`;
    const is = latter.get(addressOf(was));
    if (is === undefined) {
      const same = was.name === undefined ? undefined : named.get(was.name);
      return [same === undefined
        ? { message: 'a port is removed', severity: 'high', path, before: addressOf(was) }
        : { message: 'a port has another number', severity: 'high', path, before: addressOf(was),
          after: addressOf(same) }];
    }
    const findings: Finding[] = [];
    if (was.name !== is.name) {
      findings.push({ message: 'a port has another name', reason: BY_NAME, severity: 'medium', path,
        ...values(was.name, is.name) });
    }
    if (was.nodePort !== undefined && is.nodePort !== was.nodePort) {
      findings.push({ message: 'a node port has another number', severity: 'medium', path,
        ...values(was.nodePort, is.nodePort) });
    }
    if (!equalJson(was.targetPort ?? was.port, is.targetPort ?? is.port)) {
      findings.push({ message: 'a port leads to another port of its pods', severity: 'low', path,
        ...values(was.targetPort ?? was.port, is.targetPort ?? is.port) });
    }
    return findings;
  });
}

function addressOf({ port, protocol }: JsonObject): string {
  return `${String(port)}/${String(protocol ?? 'TCP')}`;
}

function labelOf(port: JsonObject): string {
  return typeof port.name === 'string' ? port.name : addressOf(port);
}
