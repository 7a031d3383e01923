import type { Construct } from 'constructs';
import { everyTarget } from '../../environment/every-target';
import { factWhereChosen, isAnswered } from '../../environment/facts';
import type { ServiceLabels } from '../labels';
import { createObject } from '../manifest';
import { WHY_ANNOTATION } from '../network-policy';
import { type EgressRule, rangePeers } from '../network-rules';
import type { Cloud } from './clouds';
import { findRangeProblems } from './ranges';

const TOKEN_CIDRS = ['workloadIdentity', 'tokenCidrs'];

/**
 * Lets a service's pods fetch the cloud's tokens: a NetworkPolicy of its own, which adds to the service's, because it
 * is only where the capability is. On a node without workload identity the address would hand out the node's own.
 */
export function createIdentityPolicy(scope: Construct, name: string, labels: ServiceLabels, cloud: Cloud): void {
  const egress = egressTo(scope, cloud);
  if (egress.length === 0) return;
  createObject(scope, 'network-policy', 'NetworkPolicy', {
    metadata: {
      name: `${name}-identity`, labels: labels.object,
      annotations: { [WHY_ANNOTATION]: 'calls out: the tokens of its identity in the cloud' },
    },
    spec: { podSelector: { matchLabels: labels.selector }, policyTypes: ['Egress'], egress },
  });
}

function egressTo(scope: Construct, { metadata }: Cloud): EgressRule[] {
  if (metadata !== undefined)
    return metadata.map(({ cidr, ports }) => ({ to: [{ ipBlock: { cidr } }], ports: ports.map(tcp) }));
  if (!isAnswered(scope, TOKEN_CIDRS)) return [];
  const cidrs = factWhereChosen(scope, TOKEN_CIDRS, 'list') as readonly string[];
  everyTarget(scope, cidrs, (ranges) => findRangeProblems(TOKEN_CIDRS.join('.'), ranges, 'no token can be had'));
  return [{ to: rangePeers(cidrs), ports: [tcp(443)] }];
}

function tcp(port: number) {
  return { port, protocol: 'TCP' };
}
