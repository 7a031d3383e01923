import { type ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { type Call, CallGraph, type Endpoint } from '../environment/call-graph';
import { areApart } from '../environment/chart-namespace';
import { ParityError } from '../template/error';
import { authoredAt } from './authored-at';
import { type Calls, namespaceOf } from './calls';
import type { ServiceLabels } from './labels';
import { createObject } from './manifest';
import { DNS, type EgressRule, type IngressRule, namespacePeer, rangePeers } from './network-rules';
import { type KnownPort, findPort } from './ports';
import { noReason } from './secure-defaults';

/** Hosts outside the cluster that a service calls. */
export interface ExternalCall {
  /** IP ranges (RFC 4632); may be a fact or `vary.cidrs`. */
  readonly cidrs: readonly string[];
  /** TCP ports. */
  readonly ports: readonly number[];
  /** What is there, and why it is called. */
  readonly why: string;
}

/** Pods of another namespace that may call a service. */
export interface AllowedSource {
  /** May be a fact. */
  readonly namespace: string;
  /** The labels of the pods. @default - every pod of the namespace */
  readonly pods?: Readonly<Record<string, string>>;
  /** The name of the port. @default - every port of the service */
  readonly port?: string;
  /** Who it is, and why it calls. */
  readonly why: string;
}

/** Why a policy allows more than the calls between services, for whoever reads it in the cluster. */
export const WHY_ANNOTATION = 'cdk8s-parity.dev/why';

/**
 * Denies every connection of a service's pods, in both directions, but those that were declared.
 *
 * The calls between services are known only when all charts are, so the rules are produced when the object is
 * rendered, in the order of the services' ids.
 */
export class ServicePolicy {
  private readonly ingress: IngressRule[] = [];
  private readonly egress: EgressRule[] = [];
  private readonly reasons: string[] = [];
  private object: ApiObject | undefined;

  constructor(
    private readonly scope: Construct,
    private readonly calls: Calls,
    private readonly ports: readonly KnownPort[],
  ) {}

  create(name: string, labels: ServiceLabels): void {
    this.object = createObject(this.scope, 'network-policy', 'NetworkPolicy', {
      metadata: { name, labels: labels.object },
      spec: {
        podSelector: { matchLabels: labels.selector },
        policyTypes: ['Ingress', 'Egress'],
        ingress: Lazy.any({ produce: () => [...this.peers('from'), ...this.ingress] }),
        egress: Lazy.any({ produce: () => [DNS, ...this.peers('to'), ...this.egress] }),
      },
    });
    this.explain();
  }

  /** @throws PARITY_NO_REASON without `why`, PARITY_BAD_PORT without ports */
  callExternal({ cidrs, ports, why }: ExternalCall): void {
    if (ports.length === 0) throw noPorts(this.scope);
    this.addReason(`calls out: ${why}`, why, 'callsExternal without why');
    this.egress.push({
      to: rangePeers(cidrs),
      ports: ports.map((port) => ({ port, protocol: 'TCP' })),
    });
  }

  /** @throws PARITY_NO_REASON without `why`, PARITY_NO_PORT when there is no such port */
  allowFrom({ namespace, pods, port, why }: AllowedSource): void {
    this.addReason(`called by: ${why}`, why, 'allowFrom without why');
    // Also for a service without ports, where a rule without any would allow every port.
    const isAny = port === undefined && this.ports.length > 0;
    const ports = isAny ? this.ports : [findPort(this.ports, port, () => authoredAt(this.scope), this.scope.node.path)];
    this.ingress.push({
      from: [namespacePeer(namespace, pods)],
      ports: ports.map(({ targetPort, protocol }) => ({ port: targetPort, protocol })),
    });
  }

  /** The rules for the services that call this one (`from`), or that it calls (`to`). */
  private peers(side: 'from' | 'to'): (IngressRule & EgressRule)[] {
    this.calls.settleAll();
    const graph = CallGraph.of(this.scope);
    const { path } = this.scope.node;
    const calls = side === 'from' ? graph.callsTo(path) : graph.callsFrom(path);
    return calls.flatMap((call) => peerRules(this.scope, graph, call, side));
  }

  private addReason(line: string, why: unknown, what: string): void {
    if (typeof why !== 'string' || why.trim() === '') throw noReason(this.scope, what);
    if (!this.reasons.includes(line)) this.reasons.push(line);
    this.explain();
  }

  private explain(): void {
    if (this.reasons.length > 0) this.object?.metadata.addAnnotation(WHY_ANNOTATION, this.reasons.join('; '));
  }
}

/** The rule for one edge, from the side of either end: the callee's pods, on the port behind its Service's. */
function peerRules(
  scope: Construct, graph: CallGraph, call: Call, side: 'from' | 'to',
): (IngressRule & EgressRule)[] {
  const other = graph.endpoint(call[side]);
  const own = graph.endpoint(scope.node.path);
  const pods = other?.podLabels;
  const callee = graph.endpoint(call.to) as Endpoint;
  if (other === undefined || pods === undefined) return [];
  const { targetPort, protocol } = findPort(callee.ports, call.port, () => call.from, call.to);
  const peer = own !== undefined && areApart(own, other)
    ? namespacePeer(namespaceOf(scope, other), pods) : { podSelector: { matchLabels: pods } };
  return [{ [side]: [peer], ports: [{ port: targetPort, protocol }] }];
}

function noPorts(scope: Construct): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_PORT', message: 'a call without ports would allow every port',
    where: authoredAt(scope), got: 'callsExternal with ports: []',
    fix: 'name the ports that are called',
  });
}
