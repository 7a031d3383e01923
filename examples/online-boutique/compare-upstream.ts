import { build } from './main';
import {
  type Comparison, type Difference, compareWithUpstream, problemsOf, unusedReasons,
} from './upstream/comparison';

/** What of upstream's manifests and NetworkPolicies an environment lacks or changes, and why, as text for people. */
export function describeComparison(comparison: Comparison): string {
  const { services, added, closed } = comparison;
  const problems = problemsOf(comparison);
  const lines: string[] = [];
  for (const [service, differences] of services) {
    lines.push(`${service}: ${differences.length} of upstream's fields and objects differ`);
    for (const difference of differences) lines.push(...describe(difference));
    lines.push('');
  }
  lines.push(`Connections that upstream allows and we do not: ${closed.length}`);
  for (const reason of new Set(closed.map((difference) => difference.reason))) {
    lines.push(`  because ${reason ?? 'NO REASON'}`);
    for (const { what, after } of closed.filter((difference) => difference.reason === reason)) {
      lines.push(`    ${what}${after === undefined ? '' : `, now only ${String(after)}`}`);
    }
  }
  lines.push('', 'Added to what upstream has:');
  for (const [what, count] of [...added].sort()) lines.push(`  ${String(count).padStart(3)} x ${what}`);
  const differing = [...services.values()].reduce((sum, differences) => sum + differences.length, 0);
  lines.push('', [
    `${services.size} services`, `${differing} differing fields`, `${closed.length} closed connections`,
    `${problems.length} problems`,
  ].join(', '));
  lines.push(...problems.map((problem) => `  ${problem}`));
  return lines.join('\n');
}

function describe({ what, kind, before, after, reason }: Difference): string[] {
  const values = kind === 'changed' ? [`      ${show(before)} -> ${show(after)}`] : [];
  return [`  ${kind} ${what}`, ...values, `      ${reason ?? 'NO REASON'}`];
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}

// As a program it exits with 1 when something has no reason in any environment, or a reason explains nothing:
// npx tsx examples/online-boutique/compare-upstream.ts [environment]
if (require.main === module) {
  const assembly = build().render();
  const all = assembly.index.environments.map(({ name }) => compareWithUpstream(assembly, name));
  const unused = unusedReasons(all);
  const shown = compareWithUpstream(assembly, process.argv[2] ?? 'production');
  process.stdout.write(`${[describeComparison(shown), ...unused].join('\n')}\n`);
  process.exitCode = all.flatMap(problemsOf).length + unused.length === 0 ? 0 : 1;
}
