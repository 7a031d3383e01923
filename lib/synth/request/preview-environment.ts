import { type Environment, ephemeral, isEnvironmentName, mergeFacts } from '../../environment/environment';
import { plainFacts } from '../../environment/check-facts';
import { nearest } from '../../environment/nearest';
import { askedFacts, ownFacts } from '../../environment/preview-facts';
import { targetsOf } from '../../environment/targets';
import { ParityError, ParityErrors } from '../../template/error';
import type { JsonObject } from '../../template/json';
import type { PreviewRequest } from './synth-request';

/**
 * Adds the ephemeral environment that the command asked for to those of the program.
 *
 * It has the base's facts and overlays, a namespace and a domain of its own, and what was asked for; no clusters and
 * no exceptions. It is in no promotion order.
 *
 * @throws PARITY_BAD_NAME when an environment cannot have the name, or one has it
 * @throws PARITY_UNKNOWN_ENVIRONMENT when there is no such base
 * @throws PARITY_UNKNOWN_FACT, PARITY_BAD_FACT for facts that no environment has, or has as another type
 */
export function withPreview(
  environments: readonly Environment<object>[], request: PreviewRequest,
): readonly Environment<object>[] {
  // Without any, what is wrong is the app, and it says so.
  if (environments.length === 0) return environments;
  const { name } = request;
  checkName(name, environments);
  const base = findBase(request.of, environments);
  const known = factsKnown(base, environments);
  const { facts, failures } = askedFacts(request, known);
  if (failures.length > 0) throw new ParityErrors(failures);
  const overrides = mergeFacts<JsonObject>(ownFacts(name, known[0] as JsonObject), facts);
  return [...environments, ephemeral(name, base, overrides, undefined)];
}

/** What may be asked for: the base's own facts first, then its clusters', then those of others. Checked to be data. */
function factsKnown(base: Environment<object>, environments: readonly Environment<object>[]): JsonObject[] {
  return [base, ...environments.filter((other) => other !== base)].flatMap((environment) => [
    plainFacts(environment.name, environment.source, environment.facts),
    ...targetsOf([environment]).map(({ facts }) => facts),
  ]);
}

function checkName(name: string, environments: readonly Environment<object>[]): void {
  const other = environments.find((environment) => environment.name === name);
  if (isEnvironmentName(name) && other === undefined) return;
  throw new ParityError({
    code: 'PARITY_BAD_NAME',
    message: other === undefined ? 'a preview cannot have this name' : 'an environment has the name of the preview',
    where: '--preview', got: JSON.stringify(name.slice(0, 100)),
    expected: other === undefined
      ? 'lower-case letters, digits and dashes, at most 63 characters'
      : `a name of its own; the other is ${other.source === undefined ? 'a preview' : `at ${other.source}`}`,
    fix: 'name the preview after its pull request: --preview pr-123',
  });
}

function findBase(name: string, environments: readonly Environment<object>[]): Environment<object> {
  const base = environments.find((environment) => environment.name === name);
  if (base !== undefined) return base;
  const names = environments.map((environment) => environment.name);
  const isCluster = environments.some(({ name: of, clusters }) =>
    [...clusters.keys()].some((key) => `${of}/${key}` === name));
  const suggestion = isCluster ? name.slice(0, name.indexOf('/')) : nearest(name, names);
  throw new ParityError({
    code: 'PARITY_UNKNOWN_ENVIRONMENT', message: 'the app has no environment to make a preview of', where: '--of',
    got: `'${name.slice(0, 100)}'`,
    expected: suggestion === undefined ? `one of ${names.slice(0, 20).join(', ')}` : `'${suggestion}'`,
    fix: isCluster
      ? 'a preview has no clusters: name the environment, and set what the cluster answers otherwise'
      : 'name an environment of the app',
  });
}
