import { checkAssembly, type CheckOptions } from '../../../lib/check/check';
import type { AssemblyIndex } from '../../../lib/synth/assembly/assembly';
import type { RenderedAssembly } from '../../../lib/synth/assembly/index-chunks';
import { assemblyInMemory } from '../../../lib/synth/assembly/read-assembly';

export const TODAY = '2026-11-21';

/** What one rule finds, a line each; the source's folder and line are left out, since tests move. */
export function found(rendered: RenderedAssembly, rule: string, options: Partial<CheckOptions> = {}): string[] {
  const { findings } = checkAssembly(assemblyInMemory(rendered), { now: TODAY, rules: [rule], ...options });
  return findings.map(({ severity, failure: { code, where, got, expected } }) =>
    [severity, code.slice('PARITY_'.length), where?.replace(/ \([^)]*:\d+\)$/, ''), got, expected]
      .filter((text) => text !== undefined).join(' | '));
}

/** The same assembly with another index; its files no longer matter to most rules. */
export function withIndex(rendered: RenderedAssembly, change: Partial<AssemblyIndex>): RenderedAssembly {
  return { ...rendered, index: { ...rendered.index, ...change } };
}
