import type { JsonObject } from '../template/json';
import { plainFacts } from './check-facts';
import { type Environment, mergeFacts } from './environment';

/** One place that manifests are written for: an environment, or one cluster of it. */
export interface Target {
  /** `production`, or `production/eu`: also its folder in the assembly. */
  readonly name: string;
  readonly environment: Environment<object>;
  readonly cluster?: string;
  readonly facts: JsonObject;
}

/**
 * The targets of environments, in promotion order; previews come last.
 *
 * @throws PARITY_BAD_FACT when a fact cannot be used
 */
export function targetsOf(environments: readonly Environment<object>[]): Target[] {
  const isPreview = (environment: Environment<object>) => environment.previewOf !== undefined;
  const ordered = [...environments.filter((e) => !isPreview(e)), ...environments.filter(isPreview)];
  return ordered.flatMap((environment): Target[] => {
    const { name, source, facts, clusters } = environment;
    if (clusters.size === 0) return [{ name, environment, facts: plainFacts(name, source, facts) }];
    return [...clusters].map(([cluster, refinement]) => {
      const target = `${name}/${cluster}`;
      return {
        name: target,
        environment,
        cluster,
        facts: plainFacts(target, source, mergeFacts(facts, refinement as object)),
      };
    });
  });
}
