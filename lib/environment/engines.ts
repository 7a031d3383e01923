import type { Construct } from 'constructs';
import { ParityError, type ParityFailure } from '../template/error';
import { type Json, type JsonObject, isJsonObject, valueAt } from '../template/json';
import { sessionOf } from './session';
import { callSite } from './source-location';
import type { Target } from './targets';

/**
 * The engine that does a job in every environment: `engineOf(this, 'autoscaling', ['hpa', 'keda'])`.
 *
 * A plain text, unlike a fact: all environments name the same (PARITY_ENGINE_DIFFERS otherwise), so code may branch on
 * it and still runs once for all.
 *
 * @param known the engines that the caller can do the job with; the first is used where no environment names one
 * @throws PARITY_UNKNOWN_ENGINE when the contract names another one
 */
export function engineOf<K extends string>(scope: Construct, job: string, known: readonly [K, ...K[]]): K {
  const session = sessionOf(scope);
  const named = [...session.facts.values()].map((facts) => valueAt(facts, ['engines', job]))
    .find((engine) => engine !== undefined && engine !== null);
  const engine = known.find((candidate) => candidate === (named ?? known[0]));
  if (engine !== undefined) return engine;
  throw new ParityError({
    code: 'PARITY_UNKNOWN_ENGINE', message: `no such engine is known for ${job}`,
    where: [scope.node.path, callSite()].filter(Boolean).join(' '), got: `engines.${job}: ${JSON.stringify(named)}`,
    expected: known.map((name) => `'${name}'`).join(' or '), fix: 'name one of them in the facts of every environment',
  });
}

/** Environments that name different engines for one job: their behaviour would differ where nothing declares it. */
export function findEngineDifferences(targets: readonly Target[]): ParityFailure[] {
  const jobs = new Set(targets.flatMap(({ facts }) => Object.keys(enginesOf(facts))));
  return [...jobs].sort().flatMap((job): ParityFailure[] => {
    const byEngine = new Map<string, string[]>();
    for (const { name, facts } of targets) {
      const engine = JSON.stringify(enginesOf(facts)[job] ?? 'none');
      byEngine.set(engine, [...byEngine.get(engine) ?? [], name]);
    }
    if (byEngine.size < 2) return [];
    return [{
      code: 'PARITY_ENGINE_DIFFERS', message: `environments name different engines for ${job}`,
      where: `facts: engines.${job}`,
      got: [...byEngine].map(([engine, names]) => `${engine} in ${names.join(', ')}`).join('; '),
      expected: 'one engine for all',
      fix: 'name the same everywhere; what an environment lacks is a capability that is false',
    }];
  });
}

function enginesOf(facts: JsonObject): { readonly [job: string]: Json } {
  return isJsonObject(facts.engines) ? facts.engines : {};
}
