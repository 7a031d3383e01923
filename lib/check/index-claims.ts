import { findStandInProblem } from '../environment/stand-in-rules';
import { findSpecProblem, findValueProblem } from '../environment/variation-rules';
import type { AssemblyIndex, ChartRecord, ImageRecord, TargetRecord } from '../synth/assembly/assembly';
import { alternativesOf, placesOf } from '../synth/chart-record';
import { findLockedPlace } from '../synth/check-template';
import { findExceptionProblem } from '../synth/exceptions';
import { distinctImages, imagesOf } from '../synth/images';
import { canonicalJson, digestJson } from '../template/canonical';
import type { ParityFailure } from '../template/error';
import { identityOf } from '../template/identity';
import { type Json, formatPath } from '../template/json';
import { LockedTable } from '../template/locked-table';
import { fromPortable } from '../template/portable';
import { selectorsOf } from '../template/selectors';
import { type TemplateObject, digestTemplate } from '../template/template';
import { isFillProblem, unexplained } from './chart-files';

/**
 * What `parity.json` says of itself and is not so: digests, places, and whose files and values it lists.
 *
 * What it says of single charts is looked at for these `charts` only, what it says of the whole always.
 */
export function findFalseClaims(index: AssemblyIndex, charts = index.charts): ParityFailure[] {
  const failures: ParityFailure[] = [];
  const fail = (where: string, message: string, got?: string, expected?: string) =>
    failures.push(unexplained(`parity.json > ${where}`, message, got, expected));
  const targets = index.environments.flatMap((environment) => environment.targets);
  for (const environment of index.environments) {
    for (const { name, cluster } of environment.targets) {
      const expected = cluster === undefined ? environment.name : `${environment.name}/${cluster}`;
      if (name !== expected) fail('environments', 'a target does not have the name of its environment', name, expected);
    }
  }
  expectOnce(index.environments.map(({ name }) => name), 'environments', fail);
  expectOnce(targets.map(({ name }) => name), 'environments', fail);
  expectOnce(index.charts.map(({ id }) => id), 'charts', fail);
  const locked = new LockedTable(index.locked);
  for (const chart of charts) {
    claimsOfChart(chart, targets, fail);
    claimsOfLocked(chart, locked, fail);
  }
  for (const { name, facts } of targets) {
    const charts = Object.fromEntries(index.charts
      .map((chart) => [chart.id, own(chart.targets, name)?.valuesDigest ?? '']));
    const digest = digestJson({ facts, charts });
    if (own(index.valuesDigests, name) !== digest) {
      fail(`valuesDigests > ${name}`, 'the digest is not that of the values', own(index.valuesDigests, name), digest);
    }
  }
  if (Object.keys(index.valuesDigests).length !== targets.length) {
    fail('valuesDigests', 'there is a digest for no target');
  }
  const undigested = index.charts.some(({ images }) => images.some(({ digest }) => digest === undefined));
  if (index.releasable && undigested) fail('releasable', 'an image has no digest');
  if (index.releasable && !index.witnessed) fail('releasable', 'it was not witnessed');
  if (index.releasable !== (index.notReleasable.length === 0)) fail('releasable', 'it contradicts notReleasable');
  return failures;
}

type Fail = (where: string, message: string, got?: string, expected?: string) => void;

function claimsOfChart(chart: ChartRecord, targets: readonly TargetRecord[], fail: Fail): void {
  const digest = digestTemplate(chart.template);
  if (chart.templateDigest !== digest) {
    fail(`${chart.id} > templateDigest`, 'the digest is not that of the template', chart.templateDigest, digest);
  }
  expectOnce(chart.variations.map(({ name }) => name), `${chart.id} > variations`, fail);
  expectOnce(chart.facts.map(({ path }) => path.join('.')), `${chart.id} > facts`, fail);
  claimsOfPlaces(chart, fail);
  claimsOfImages(chart, fail);
  for (const variation of chart.variations) {
    // Its default has to hold as every other value has; a pattern that somebody wrote in is compiled, never run.
    const problem = findSpecProblem({ ...variation, default: undefined });
    if (problem !== undefined) fail(`${chart.id} > ${variation.name}`, 'the variation is not well declared', problem);
  }
  const names = new Set(targets.map(({ name }) => name));
  const objects = new Set(chart.template.objects.map(({ id }) => id));
  for (const name of Object.keys(chart.targets)) {
    if (!names.has(name)) fail(`${chart.id} > targets`, 'there is a file for no environment', name);
  }
  for (const exception of chart.exceptions) {
    const { target, object } = exception;
    const problem = findExceptionProblem(exception);
    if (problem !== undefined) fail(`${chart.id} > exceptions`, 'an exception could not be audited', problem);
    if (!names.has(target)) fail(`${chart.id} > exceptions`, 'an exception is for no environment', target);
    if (!objects.has(object)) {
      fail(`${chart.id} > exceptions`, 'an exception is for no object', object);
    }
  }
  for (const standIn of chart.standIns) {
    const problem = findStandInProblem(standIn);
    if (problem !== undefined) fail(`${chart.id} > standIns`, 'a stand-in could not be audited', problem);
  }
  for (const [name, target] of Object.entries(chart.targets)) {
    const where = `${chart.id} > ${name}`;
    const folder = target.file.slice(0, target.file.lastIndexOf('/'));
    if (folder !== name) fail(where, 'the file lies in another folder', target.file, `${name}/...`);
    const values = digestJson(Object.fromEntries(Object.entries(target.values)
      .map(([key, { value }]) => [key, value])));
    if (values !== target.valuesDigest) {
      fail(`${where} > valuesDigest`, 'the digest is not that of the values', target.valuesDigest, values);
    }
    claimsOfValues(chart, target.values, where, fail);
  }
}

/** Whoever edits the template and its digest could otherwise let an environment run another image. */
function claimsOfLocked({ id, template: { objects } }: ChartRecord, locked: LockedTable, fail: Fail): void {
  const selectors = selectorsOf(objects.map(({ body }) => body));
  for (const object of objects) {
    for (const place of object.places) {
      const found = findLockedPlace(identityOf(object.body), place, object.body, locked, selectors);
      if (found !== undefined) {
        fail([id, object.id, formatPath(place.path)].join(' > '), `the template lets ${found.what} differ`);
      }
    }
  }
}

/** Whoever scans or signs what is listed must not be shown other images than those that run. */
function claimsOfImages({ id, images, template: { objects } }: ChartRecord, fail: Fail): void {
  const listed = images.map(({ artifact: _, ...image }) => image);
  const found = distinctImages(objects.flatMap((object) => imagesIn(object)));
  if (canonicalJson(listed as unknown as Json) !== canonicalJson(found as unknown as Json)) {
    fail(`${id} > images`, 'the images listed are not those of the template');
  }
}

function imagesIn(object: TemplateObject): readonly ImageRecord[] {
  try {
    return imagesOf({ node: fromPortable(object) }, object.id, undefined).map(({ record }) => record);
  } catch (cause) {
    // A template that is broken is reported as such, once.
    if (isFillProblem(cause)) return [];
    throw cause;
  }
}

/** What is listed twice would be checked once, or hide something that is not listed. */
function expectOnce(names: readonly string[], where: string, fail: Fail): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) fail(where, 'something is listed twice', name);
    seen.add(name);
  }
}

/** Every value is that of a declared variation, within its bounds. */
function claimsOfValues(
  chart: ChartRecord, values: ChartRecord['targets'][string]['values'], where: string, fail: Fail,
): void {
  const declared = new Set(chart.variations.map(({ name }) => name));
  for (const name of Object.keys(values)) {
    if (!declared.has(name)) {
      fail(where, 'a value is for no declared variation', name);
    }
  }
  for (const variation of chart.variations) {
    const given = own(values, variation.name);
    if (given === undefined) {
      fail(where, 'a variation has no value', variation.name);
      continue;
    }
    // An index is input: a hostile pattern could take for ever, so patterns are left to synth.
    const problem = findValueProblem({ ...variation, pattern: undefined }, given.value);
    if (problem !== undefined) fail(`${where} > ${variation.name}`, `the value ${problem}`);
    if (given.from === 'default' && canonicalJson(given.value) !== canonicalJson(variation.default ?? null)) {
      fail(`${where} > ${variation.name}`, 'the value is said to be the default, and is not');
    }
  }
}

function claimsOfPlaces(chart: ChartRecord, fail: Fail): void {
  const { variations, facts, derivations } = placesOf(chart.template);
  for (const { name, places } of chart.variations) {
    expectSame(places, variations.get(name) ?? [], `${chart.id} > ${name}`, fail);
    if (!variations.has(name)) fail(`${chart.id} > ${name}`, 'a declared variation reaches no object');
  }
  const declared = new Set(chart.variations.map(({ name }) => name));
  for (const name of variations.keys()) {
    if (!declared.has(name)) {
      fail(chart.id, 'the template is filled by an undeclared variation', name);
    }
  }
  for (const { path, places } of chart.facts) {
    expectSame(places, facts.get(path.join('\0'))?.places ?? [], `${chart.id} > ${path.join('.')}`, fail);
  }
  if (chart.facts.length !== facts.size) fail(`${chart.id} > facts`, 'not all facts that fill the template are listed');
  expectSame(chart.derivations, derivations, `${chart.id} > derivations`, fail);
  expectSame(chart.alternatives, alternativesOf(chart.template), `${chart.id} > alternatives`, fail);
}

function expectSame(got: unknown, expected: unknown, where: string, fail: Fail): void {
  if (canonicalJson(got as Json) !== canonicalJson(expected as Json)) {
    fail(where, 'the places listed are not those of the template');
  }
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
