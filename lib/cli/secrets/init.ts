import { statSync } from 'node:fs';
import type { TargetRecord } from '../../synth/assembly/assembly';
import { selectTargets } from '../../synth/assembly/select-targets';
import { nearest } from '../../environment/nearest';
import { ParityError, ParityErrors } from '../../template/error';
import type { JsonObject } from '../../template/json';
import { type Output, answer, writeJson } from '../answer';
import { EXIT } from '../exit-code';
import { assemblyFolder, openAssembly } from '../open-assembly';
import { type InitOptions, checkInitOptions } from './init-options';
import { readGiven } from './given-values';
import { initLines } from './init-lines';
import { type NeededSecret, type Source, neededSecrets, sourceOf } from './needed-secrets';
import { PrivateFile } from './private-file';
import { existingValues, manifestsOf, nameOf, objectNames } from './secret-manifests';
import { placeOf } from './secret-place';
import { type SecretValues, findValues, wantedValues } from './secret-values';

type Fill = Exclude<Source, { readonly kind: 'real' }>;

/**
 * Fills the Secrets that an environment needs, where nobody keeps a store for it: values that may be made up are,
 * others are given, and what is there already stays. No value is printed. Gives the exit code.
 */
export function initSecrets(environment: string, options: InitOptions, output: Output): Promise<number> {
  return answer(options.format, output, async () => {
    checkInitOptions(options);
    const { index } = openAssembly(options);
    const target = onlyTarget(selectTargets(index, environment), environment);
    const needed = neededSecrets(index, target);
    const source = fillable(target, sourceOf(target));
    if (needed.length === 0) return report(output, options, target, undefined, []);
    const rotate = checkRotate(options.rotate ?? [], needed);
    if (isFile(options.from)) await PrivateFile.at(options.from, assemblyFolder(options));
    const given = options.from === undefined ? undefined : readGiven(options.from);
    const place = await placeOf(target, options);
    const objects = await place.read(objectNames(needed, source, target.facts));
    const found = findValues(needed, existingValues(objects, needed, source, target.facts), given, rotate);
    if (found.failures.length > 0) throw new ParityErrors(found.failures);
    const manifests = manifestsOf(needed, source, target.facts, found.values, objects);
    await place.write(manifests, found.values.values());
    const besides = given?.countBesides([...found.values.keys()]) ?? 0;
    return report(output, options, target, { found, where: place.where, besides }, manifests);
  });
}

/** Pipes and the standard input are nowhere to be committed. */
function isFile(named: string | undefined): named is string {
  return named !== undefined && statSync(named, { throwIfNoEntry: false })?.isFile() === true;
}

function report(
  output: Output, options: InitOptions, target: TargetRecord,
  done: { readonly found: SecretValues; readonly where: string; readonly besides: number } | undefined,
  manifests: readonly JsonObject[],
): number {
  const origins = [...done?.found.origins ?? []].map(([key, origin]) => ({ key, origin }));
  const objects = manifests.map(nameOf);
  const result = { ok: true, environment: target.name, where: done?.where ?? null, objects, keys: origins };
  if (options.format === 'json') writeJson(output.out, result);
  else output.out.write(`${initLines(result, done?.besides ?? 0, output.out).join('\n')}\n`);
  return EXIT.clean;
}

function onlyTarget(targets: readonly TargetRecord[], environment: string): TargetRecord {
  const [target, ...others] = targets;
  if (others.length === 0) return target;
  throw new ParityError({
    code: 'PARITY_BAD_ARGUMENT', message: 'secrets are filled for one cluster at a time', got: `'${environment}'`,
    expected: targets.map(({ name }) => name).join(' or '), fix: 'name one of its clusters',
  });
}

/** @throws PARITY_REAL_STORE where somebody keeps a store: values are given to whoever does */
function fillable({ name }: TargetRecord, source: Source): Fill {
  if (source.kind !== 'real') return source;
  throw new ParityError({
    code: 'PARITY_REAL_STORE', message: "an environment's secrets are in a store that is not filled from here",
    where: `facts of ${name}: secretStore.provider`, got: `'${source.provider}' (${source.name})`,
    expected: "'fake' or 'kubernetes', or no external-secrets",
    fix: `give the values to the store; parity secrets list ${name} says which`,
  });
}

function checkRotate(rotate: readonly string[], needed: readonly NeededSecret[]): ReadonlySet<string> {
  const known = [...wantedValues(needed).keys()];
  for (const key of rotate) {
    if (known.includes(key)) continue;
    const near = nearest(key, known);
    throw new ParityError({
      code: 'PARITY_BAD_ARGUMENT', message: 'no key of this name is needed here', where: `--rotate ${key}`,
      got: `'${key}'`, expected: near === undefined ? known.slice(0, 20).join(', ') : `'${near}'`,
      fix: 'name a key by its entry and property, as parity secrets list does',
    });
  }
  return new Set(rotate);
}
