import { nearest } from '../../environment/nearest';
import { ParityError } from '../../template/error';
import type { AssemblyIndex, TargetRecord } from './assembly';

/**
 * The targets that a name means: `production/eu` itself, or `production` for all clusters of the environment.
 *
 * @throws PARITY_UNKNOWN_ENVIRONMENT when it means none
 */
export function selectTargets({ environments }: AssemblyIndex, name: string): readonly TargetRecord[] {
  for (const environment of environments) {
    if (environment.name === name) return environment.targets;
    const target = environment.targets.find((each) => each.name === name);
    if (target !== undefined) return [target];
  }
  const known = [...new Set(environments.flatMap((environment) =>
    [environment.name, ...environment.targets.map((target) => target.name)]))];
  const suggestion = nearest(name, known);
  throw new ParityError({
    code: 'PARITY_UNKNOWN_ENVIRONMENT', message: 'the assembly has no such environment', got: `'${name}'`,
    expected: suggestion === undefined ? `one of ${known.slice(0, 20).join(', ')}` : `'${suggestion}'`,
    fix: 'name an environment, or one of its clusters as environment/cluster',
  });
}
