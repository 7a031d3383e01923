import type { Construct } from 'constructs';
import { ParityError } from '../../template/error';
import { entryOf } from '../../template/placeholder';
import { authoredAt } from '../authored-at';
import { createObject } from '../manifest';
import { WHY_ANNOTATION } from '../network-policy';
import { DNS, namespacePeer, rangePeers } from '../network-rules';
import { noReason } from '../secure-defaults';

/** A port by its number, where it is TCP; the same in every environment. */
export type AllowedPort = number | { readonly port: number; readonly protocol: 'TCP' | 'UDP' | 'SCTP' };

/** Who is at the other end of a connection, and on which ports: theirs for `to`, the pods' own for `from`. */
export type AllowedPeer = {
  readonly ports: readonly AllowedPort[];
} & ({
  /** Pods of a namespace, which may be a fact. */
  readonly namespace: string;
  /** The labels of the pods. @default - every pod of the namespace */
  readonly pods?: Readonly<Record<string, string>>;
  readonly cidrs?: never;
} | {
  /** Hosts of IP ranges (RFC 4632); may be a fact or `vary.cidrs`. */
  readonly cidrs: readonly string[];
  readonly namespace?: never;
  readonly pods?: never;
});

/** Connections that every pod of a namespace may have, whatever its service declares. */
export type Allowance = {
  /** Who is there, and why every pod needs it. */
  readonly why: string;
} & (
  | { readonly to: readonly AllowedPeer[]; readonly from?: readonly AllowedPeer[] }
  | { readonly to?: readonly AllowedPeer[]; readonly from: readonly AllowedPeer[] }
);

type Labels = Readonly<Record<string, string>>;

/**
 * Denies every connection of every pod in both directions, but asking for names.
 *
 * Policies add up: a `Microservice` opens what it declares, and pods that nobody declared anything for stay closed.
 */
export function createDefaultDeny(scope: Construct, labels: Labels): void {
  createObject(scope, 'default-deny', 'NetworkPolicy', {
    metadata: { name: 'default-deny', labels },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], egress: [DNS] },
  });
}

/**
 * Opens something for every pod of the namespace, by a policy of its own.
 *
 * @throws PARITY_NO_REASON without `why`, PARITY_BAD_PORT without ports
 */
export function createAllowance(
  scope: Construct, id: string, name: string, labels: Labels, { why, to, from }: Allowance,
): void {
  if (typeof why !== 'string' || why.trim() === '') throw noReason(scope, `'${name}' is allowed without why`);
  createObject(scope, id, 'NetworkPolicy', {
    metadata: { name: `allow-${name}`, labels, annotations: { [WHY_ANNOTATION]: why } },
    spec: {
      podSelector: {},
      policyTypes: [...(from === undefined ? [] : ['Ingress']), ...(to === undefined ? [] : ['Egress'])],
      ingress: from?.map((peer) => ({ from: peersOf(peer), ports: portsOf(scope, peer) })),
      egress: to?.map((peer) => ({ to: peersOf(peer), ports: portsOf(scope, peer) })),
    },
  });
}

function peersOf(peer: AllowedPeer) {
  return peer.cidrs === undefined ? [namespacePeer(peer.namespace, peer.pods)] : rangePeers(peer.cidrs);
}

function portsOf(scope: Construct, { ports }: AllowedPeer) {
  if (ports.length > 0) return ports.map((port) => (isPort(port) ? port : { port, protocol: 'TCP' }));
  throw new ParityError({
    code: 'PARITY_BAD_PORT', message: 'a peer without ports would be allowed on every port',
    where: authoredAt(scope), got: 'ports: []', fix: 'name the ports',
  });
}

/** A placeholder for a number is an object too; it is refused where it is placed. */
function isPort(port: AllowedPort): port is Exclude<AllowedPort, number> {
  return typeof port === 'object' && entryOf(port) === undefined;
}
