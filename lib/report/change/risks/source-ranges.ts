import type { RiskRule } from '../risk';
import { fieldOf, groupKindOf, textsIn, values } from './fields';
import { CidrBlocks } from './cidr';

const PATH = 'spec.loadBalancerSourceRanges';

/** A Service that more of the Internet reaches than before. */
export const sourceRanges: RiskRule = {
  name: 'source-ranges',
  reason: 'the load balancer lets in connections that it refused',
  find(pair) {
    const { before, after } = pair;
    if (before === undefined || after === undefined || groupKindOf(pair) !== '/Service') return [];
    if ([before, after].some((side) => fieldOf(side, 'spec', 'type') !== 'LoadBalancer')) return [];
    const [was, is] = [before, after].map((side) => textsIn(fieldOf(side, 'spec', 'loadBalancerSourceRanges'))) as
      [readonly string[], readonly string[]];
    if (was.length === 0) return [];
    if (is.length === 0) {
      return [{ message: 'the Service is open to every address', severity: 'high', path: PATH, before: [...was] }];
    }
    const known = new CidrBlocks(was);
    const added = is.filter((range) => !known.contains(range));
    return added.length === 0 ? [] : [{
      message: 'the Service is open to more addresses', severity: added.some((range) => range.endsWith('/0')) ? 'high'
        : 'medium', path: PATH, ...values([...was], [...is]),
    }];
  },
};
