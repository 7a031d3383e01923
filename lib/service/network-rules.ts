import type { k8s } from 'cdk8s-plus-28';
import type { Manifest } from './manifest';

export type EgressRule = Manifest<k8s.NetworkPolicyEgressRule>;
export type IngressRule = Manifest<k8s.NetworkPolicyIngressRule>;
type Peer = Manifest<k8s.NetworkPolicyPeer>;

/** The label that Kubernetes itself gives each namespace. */
const NAMESPACE_LABEL = 'kubernetes.io/metadata.name';

/**
 * No packet leaves a pod for this address. It keeps a rule closed whose ranges are a variation or a fact: where an
 * environment gives none, an empty list would allow every destination.
 */
const NOWHERE = '0.0.0.0/32';

/** Without names nothing can be called; the cluster's DNS runs in kube-system under this label everywhere. */
export const DNS: EgressRule = {
  to: [namespacePeer('kube-system', { 'k8s-app': 'kube-dns' })],
  ports: [{ port: 53, protocol: 'UDP' }, { port: 53, protocol: 'TCP' }],
};

/** Pods of another namespace: those with the labels, or all. */
export function namespacePeer(namespace: string, pods?: Readonly<Record<string, string>>): Peer {
  return {
    namespaceSelector: { matchLabels: { [NAMESPACE_LABEL]: namespace } },
    ...(pods === undefined ? {} : { podSelector: { matchLabels: pods } }),
  };
}

/** Hosts of IP ranges (RFC 4632), which may be a fact or a variation. */
export function rangePeers(cidrs: readonly string[]): Peer[] {
  return [{ ipBlock: { cidr: NOWHERE } }, ...cidrs.map((cidr) => ({ ipBlock: { cidr } }))];
}
