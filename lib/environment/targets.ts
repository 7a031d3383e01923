import type { JsonObject } from '../template/json';
import { type Environment, mergeFacts } from './environment';

/** One place that manifests are written for: an environment, or one cluster of it. */
export interface Target {
  /** `production`, or `production/eu`: also its folder in the assembly. */
  readonly name: string;
  readonly environment: Environment<object>;
  readonly cluster?: string;
  readonly facts: JsonObject;
}

/** The targets of environments, in promotion order; previews come last. */
export function targetsOf(environments: readonly Environment<object>[]): Target[] {
  const ordered = [...environments.filter((e) => e.previewOf === undefined), ...environments.filter((e) => e.previewOf !== undefined)];
  return ordered.flatMap((environment): Target[] => {
    if (environment.clusters.size === 0) return [{ name: environment.name, environment, facts: plain(environment.facts) }];
    return [...environment.clusters].map(([cluster, refinement]) => ({
      name: `${environment.name}/${cluster}`, environment, cluster, facts: plain(mergeFacts(environment.facts, refinement as object)),
    }));
  });
}

/** Facts travel as data: what JSON cannot say is no fact. */
function plain(facts: object): JsonObject {
  return JSON.parse(JSON.stringify(facts)) as JsonObject;
}
