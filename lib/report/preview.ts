import type { AssemblyIndex } from '../synth/assembly/assembly';
import { someOf } from './words';

/** An environment that was made from another one for a while, such as for a pull request. */
export interface Preview {
  readonly environment: string;
  /** The environment that it was made from. */
  readonly of: string;
  /** Its folders of manifests. */
  readonly targets: readonly string[];
}

/** The most environments that a verdict names. */
const MOST_NAMED = 7;

/** The previews of an assembly, in the order of its environments. */
export function previewsOf({ environments }: Pick<AssemblyIndex, 'environments'>): Preview[] {
  return environments.flatMap(({ name, previewOf, targets }) => (previewOf === undefined ? []
    : [{ environment: name, of: previewOf, targets: targets.map((target) => target.name) }]));
}

/** Names environments for people: `local, staging, production and the preview pr-123 of staging`. */
export function environmentsText(
  { environments, previews }: { readonly environments: readonly string[]; readonly previews: readonly Preview[] },
  show = (name: string) => name,
): string {
  const passing = new Set(previews.map(({ environment }) => environment));
  const lasting = someOf(environments.filter((name) => !passing.has(name)), MOST_NAMED, show);
  if (previews.length === 0) return lasting;
  const noun = previews.length === 1 ? 'the preview' : 'the previews';
  const named = someOf(previews.map(({ environment, of }) => `${show(environment)} of ${show(of)}`), MOST_NAMED);
  return `${lasting === '' ? '' : `${lasting} and `}${noun} ${named}`;
}

/** The columns of previews, counted from 0 as the targets are, or from what is given. */
export function previewColumns(targets: readonly string[], previews: readonly Preview[], from = 0): Set<number> {
  const passing = new Set(previews.flatMap((preview) => preview.targets));
  return new Set(targets.flatMap((target, i) => (passing.has(target) ? [i + from] : [])));
}

/** Names columns: `staging`, and `pr-123 (preview)` for one that will be gone. */
export function columnHeads(targets: readonly string[], previews: readonly Preview[]): string[] {
  const passing = previewColumns(targets, previews);
  return targets.map((target, i) => (passing.has(i) ? `${target} (preview)` : target));
}
