import { isIPv4, isIPv6 } from 'node:net';
import type { TargetProblem } from '../../environment/every-target';

/** What is wrong with the ranges of a fact in one environment: none, no range, or all addresses. */
export function findRangeProblems(fact: string, ranges: readonly string[], consequence: string): TargetProblem[] {
  const problem = (got: string, fix: string): TargetProblem => ({
    code: 'PARITY_BAD_FACT', message: `the fact '${fact}' cannot be used`, got,
    expected: "ranges such as '10.0.0.2/32'", fix,
  });
  if (ranges.length === 0)
    return [problem(`an empty list, so that ${consequence}`, 'name the ranges of this environment')];
  return ranges.flatMap((range) => {
    const [address, bits, more] = range.split('/');
    const most = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1;
    if (more !== undefined || !/^\d{1,3}$/.test(bits ?? '') || Number(bits) > most)
      return [problem(JSON.stringify(range), 'write an address and the length of its prefix (RFC 4632)')];
    return Number(bits) === 0 ? [problem(`'${range}', which is every address`, 'name the range that is meant')] : [];
  });
}
