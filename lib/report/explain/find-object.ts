import { unexplained } from '../../check/chart-files';
import { nearest } from '../../environment/nearest';
import type { ChartRecord, TargetRecord } from '../../synth/assembly/assembly';
import { wholeOf } from '../../synth/assembly/select-charts';
import { ParityError, type ParityFailure } from '../../template/error';
import { formatIdentity, identityKey, identityOf } from '../../template/identity';
import { type Json, isJsonObject } from '../../template/json';
import { fillNode } from '../../template/node';
import { fromPortable } from '../../template/portable';
import type { TemplateObject } from '../../template/template';
import { ExplainSession, unmetConditions } from './explain-session';
import { kindsMeant } from './kind-names';
import type { WrittenObject } from './written-object';
import { someOf } from '../words';

/** The most names that an error lists. */
const MAX_NAMED = 12;

/**
 * Finds an object in each of some targets by what a person calls it: its id, its name as written, or its full key
 * (`apps/v1/Deployment/shop/checkout`); the kind in any case, or as kubectl has it (`deploy/checkout`); or its name
 * alone where no other object there has it.
 *
 * @throws PARITY_UNKNOWN_OBJECT when there is none, or several charts have one
 * @throws PARITY_UNEXPLAINED when a file holds it and no template does
 */
export function findObject(session: ExplainSession, targets: readonly TargetRecord[], name: string): WrittenObject[] {
  const found = locate(session, targets, name);
  if (found === undefined) throw unknown(session, targets, name);
  if (found.length > 1) throw ambiguous(session, targets[0], name, found);
  const [{ chart, id }] = found;
  const written = targets.flatMap((target) => session.objects.open(chart, target).find(id) ?? []);
  if (written.length === 0) throw notChosen(session, targets, chart, id);
  return written;
}

interface Found { readonly chart: ChartRecord; readonly id: string }

function locate(session: ExplainSession, targets: readonly TargetRecord[], name: string): Found[] | undefined {
  const exact = byId(session, (id) => id === name);
  if (exact !== undefined) return exact;
  for (const meant of namesMeant(name)) {
    const found = byId(session, (id) => withLowerKind(id) === meant) ?? byWrittenName(session, targets, meant);
    if (found !== undefined) return found;
  }
  if (name === '' || name.includes('/')) return undefined;
  const alone = objectsIn(session, targets).filter(({ id }) => lastOf(id) === name);
  return alone.length === 0 ? undefined : alone;
}

/** The name with its kind in lower case, and with every kind that kubectl would take it for. */
function namesMeant(name: string): readonly string[] {
  const [kind, rest, ...more] = name.split('/');
  if (rest === undefined || more.length > 0) return [withLowerKind(name)];
  return kindsMeant(kind).map((each) => `${each}/${rest}`);
}

/** The objects that some targets have, each once, with its chart. */
function objectsIn(session: ExplainSession, targets: readonly TargetRecord[]): Found[] {
  return session.index.charts.flatMap((chart) => {
    const chosen = chart.template.objects.filter((object) =>
      targets.some((target) => unmetConditions(object, session.evaluateIn(chart, target)).length === 0));
    return [...new Set(chosen.map(({ id }) => id))].map((id) => ({ chart, id }));
  });
}

function byId({ index }: ExplainSession, matches: (id: string) => boolean): Found[] | undefined {
  const found = index.charts.flatMap((chart) =>
    [...new Set(chart.template.objects.map(({ id }) => id).filter(matches))].map((id) => ({ chart, id })));
  return found.length === 0 ? undefined : found;
}

/** `deployment/checkout`: the kind in lower case, whatever stands around it. */
function withLowerKind(name: string): string {
  const parts = name.split('/');
  const kind = parts.length <= 2 ? 0 : parts.length - 3;
  return parts.map((part, i) => (i === kind ? part.toLowerCase() : part)).join('/');
}

/** Names that hold a content hash, and full keys, are known only after filling. */
function byWrittenName(session: ExplainSession, targets: readonly TargetRecord[], wanted: string): Found[] | undefined {
  const found = new Map<string, Found>();
  for (const chart of session.index.charts) {
    const candidates = chart.template.objects.filter((object) => mayBe(object, wanted));
    if (candidates.length === 0) continue;
    for (const target of targets) {
      const evaluate = session.evaluateIn(chart, target);
      for (const { id, body, places } of candidates) {
        const { apiVersion, kind, metadata } = body as { readonly [key: string]: Json };
        const identity = identityOf(fillNode(fromPortable({
          body: { apiVersion, kind, metadata }, places: places.filter(({ path }) => path[0] === 'metadata'),
        }), evaluate));
        const names = [formatIdentity(identity), identityKey(identity)].map(withLowerKind);
        if (names.includes(wanted)) found.set(`${chart.id}\0${id}`, { chart, id });
      }
    }
  }
  return found.size === 0 ? undefined : [...found.values()];
}

/** Tells most objects apart without filling them. */
function mayBe({ body, places }: TemplateObject, wanted: string): boolean {
  if (!isJsonObject(body) || typeof body.kind !== 'string' || !isJsonObject(body.metadata)) return false;
  if (!wanted.includes(body.kind.toLowerCase())) return false;
  const { name } = body.metadata;
  return typeof name !== 'string' || wanted.endsWith(name) || wanted.endsWith(`${name}*`)
    || places.some(({ path }) => path[0] === 'metadata' && path[1] === 'name');
}

function ambiguous(
  session: ExplainSession, target: TargetRecord, name: string, found: readonly Found[],
): ParityError {
  if (new Set(found.map(({ chart }) => chart)).size < found.length) {
    const ids = [...new Set(found.map(({ id }) => id))];
    return new ParityError(failure(`several objects of '${target.name}' have this name`, `'${name}'`,
      `one of ${someOf(ids, MAX_NAMED)}`, 'name it as Kind/name'));
  }
  const nameOf = ({ chart, id }: Found) => {
    const written = session.objects.open(chart, target).find(id);
    return `${written === undefined ? id : identityKey(identityOf(written.expected))} of ${chart.id}`;
  };
  return new ParityError(failure(`several charts have such an object in '${target.name}'`, `'${name}'`,
    `one of ${someOf(found, MAX_NAMED, nameOf)}`, 'narrow it by --chart, or name the object by its full key'));
}

function notChosen(
  session: ExplainSession, targets: readonly TargetRecord[], chart: ChartRecord, id: string,
): ParityError {
  const objects = chart.template.objects.filter((object) => object.id === id);
  const reasons = targets.flatMap((target) => objects.flatMap((object) =>
    unmetConditions(object, session.evaluateIn(chart, target))));
  const elsewhere = session.targets.filter((target) =>
    objects.some((object) => unmetConditions(object, session.evaluateIn(chart, target)).length === 0));
  return new ParityError({
    ...failure(`the object is no part of '${targets.map(({ name }) => name).join("', '")}'`,
      [...new Set(reasons)].join('; '), undefined,
      elsewhere.length === 0 ? 'no environment has it'
        : `name an environment that has it: ${elsewhere.map(({ name }) => name).join(', ')}`),
    where: `${chart.id} > ${id}`,
  });
}

function unknown(session: ExplainSession, targets: readonly TargetRecord[], name: string): ParityError {
  const otherwise = findStranger(session, targets, name) ?? findExcluded(session, targets, name);
  if (otherwise !== undefined) return new ParityError(otherwise);
  const expected = expectedName(session, targets, name);
  return new ParityError(failure('the environment has no such object', `'${name}'`, expected,
    `name it as Kind/name; all are listed by  parity explain ${targets[0].name.split('/')[0]}`));
}

/** Of what the targets have, what was meant most likely: the same name before what only looks alike. */
function expectedName(session: ExplainSession, targets: readonly TargetRecord[], name: string): string {
  const ids = [...new Set(objectsIn(session, targets).map(({ id }) => id))];
  if (ids.length === 0) return 'nothing: it has no objects';
  const ofName = (wanted: string | undefined) => ids.filter((id) => lastOf(id) === wanted);
  const same = ofName(lastOf(name));
  const near = nearest(name, same.length === 0 ? ids : same);
  if (near !== undefined) return `'${near}'`;
  const likely = same.length > 0 ? same : ofName(nearest(lastOf(name), ids.map(lastOf)));
  if (likely.length === 1) return `'${likely[0]}'`;
  return `one of ${someOf(likely.length === 0 ? ids : likely, MAX_NAMED)}`;
}

/** An object of a chart that `--chart` left out: to say that it does not exist would not be true. */
function findExcluded(
  session: ExplainSession, targets: readonly TargetRecord[], name: string,
): ParityFailure | undefined {
  const index = wholeOf(session.index);
  if (index === session.index) return undefined;
  const found = locate(new ExplainSession({ ...session.assembly, index }), targets, name);
  if (found === undefined) return undefined;
  const charts = [...new Set(found.map(({ chart }) => chart.id))];
  return failure('--chart leaves out the chart that has this object',
    `'${name}' of ${charts.length === 1 ? 'chart' : 'charts'} ${someOf(charts)}`,
    `an object of ${someOf(session.index.charts.map(({ id }) => id))}`,
    `leave --chart out, or name this one:  --chart ${charts[0]}`);
}

/** An object that somebody wrote into a file by hand. */
function findStranger(
  session: ExplainSession, targets: readonly TargetRecord[], name: string,
): ParityFailure | undefined {
  const last = lastOf(name);
  const wanted = new Set(namesMeant(name));
  for (const chart of last === '' ? [] : session.index.charts) {
    for (const target of targets) {
      const record = Object.hasOwn(chart.targets, target.name) ? chart.targets[target.name] : undefined;
      if (record === undefined || !session.assembly.readFile(record.file).includes(last)) continue;
      const isWanted = (body: Json) => [formatIdentity(identityOf(body)), identityKey(identityOf(body))]
        .some((each) => wanted.has(withLowerKind(each)));
      if (!session.objects.open(chart, target).strangers().some(isWanted)) continue;
      return unexplained(`${record.file} > ${name}`, 'an object is no part of its template');
    }
  }
  return undefined;
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function failure(message: string, got: string, expected: string | undefined, fix: string): ParityFailure {
  return { code: 'PARITY_UNKNOWN_OBJECT', message, got, ...(expected === undefined ? {} : { expected }), fix };
}
