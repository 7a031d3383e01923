import type { Json } from '../../template/json';
import { shortened } from '../printable';
import type {
  Change, ClusteredChange, EnvironmentName, FieldChange, ImageChange, ImageName, ObjectName, RecordChange, TargetValues,
  TemplateChange,
} from './change';
import type { Risk } from './risk';
import { plainText, plural, someOf } from '../words';

/** One line of a change, whatever it is written in. Texts come from input and are not escaped yet. */
export interface ChangeRow {
  readonly mark: '+' | '-' | '~';
  /** What it is about: `Checkout.replicas`. */
  readonly name: string;
  /** In which charts, environments or targets. */
  readonly where?: string;
  readonly before?: string;
  readonly after?: string;
  /** Whether the value is the author's prose or a list, so that no arrow is between nothing and it. */
  readonly note?: string;
  /** What it says, or what changed in it, in a few words each. */
  readonly contents?: readonly ChangeRow[];
  /** What changed in an object, each field a row of its own. */
  readonly fields?: readonly ChangeRow[];
}

export interface ChangeSection {
  readonly title: string;
  readonly rows: readonly ChangeRow[];
}

const MARKS = { added: '+', removed: '-', changed: '~', renamed: '~', reordered: '~' } as const;
const NAMED = 3;

/** A change as sections of rows, the templates first; sections without rows are left out. */
export function changeSections(change: Change): ChangeSection[] {
  return [
    { title: 'charts', rows: chartRows(change) },
    { title: 'templates', rows: change.templates.map(templateRow) },
    { title: 'images', rows: change.images.map(imageRow) },
    { title: 'values', rows: change.values.flatMap(({ class: name, name: variation, charts, changes }) =>
      changes.map((each) => valueRow(`${name}.${variation}`, charts, each))) },
    { title: 'facts', rows: change.facts.flatMap(({ name, charts, changes }) =>
      changes.map((each) => valueRow(name, charts, each, 'used by no chart'))) },
    { title: 'variations', rows: change.variations.map(({ kind, class: of, name, charts, before, after, bounds }) => ({
      mark: MARKS[kind], name: `${of}.${name}`, where: someOf(charts), ...contents(before, after),
      ...(bounds === undefined ? {} : { note: bounds === 'both' ? 'widened and narrowed' : bounds }),
    })) },
    { title: 'alternatives', rows: change.alternatives.map(recordRow) },
    { title: 'stand-ins', rows: change.standIns.map(recordRow) },
    { title: 'exceptions', rows: change.exceptions.map(recordRow) },
    { title: 'removed defaults', rows: change.removedDefaults.map(recordRow) },
    { title: 'kept configuration', rows: change.kept.map(recordRow) },
    { title: 'environments', rows: environmentRows(change) },
    { title: 'calls', rows: change.calls.map(recordRow) },
    { title: 'app', rows: change.app.map(recordRow) },
  ].filter(({ rows }) => rows.length > 0);
}

/** The two sides as the person named them: what it is compared with, and the folder that is looked at. */
export interface ComparedSides {
  readonly base: string;
  readonly head: string;
  /** @default - nothing: all is explained */
  readonly unexplained?: Unexplained;
}

/** How much nothing explains in a side: its manifests, or its index, were edited. */
export interface Unexplained {
  /** @default - it was not looked at */
  readonly base?: number;
  readonly head: number;
}

/** Whether something was found that nothing explains: then no change that is told is all that changes. */
export function isUnexplained(unexplained: Unexplained | undefined): boolean {
  return unexplained !== undefined && unexplained.head + (unexplained.base ?? 0) > 0;
}

/** For each side of which nothing tells the whole that it does not, and where to find out more. */
export function unexplainedWords(sides: ComparedSides, write: (name: string) => string): string[] {
  return (['head', 'base'] as const).flatMap((side) => {
    const count = sides.unexplained?.[side] ?? 0;
    if (count === 0) return [];
    const differences = `${plural(count, 'difference')} that nothing explains`;
    return [`not in parity: ${differences}, parity check says where (in ${write(sides[side])})`];
  });
}

/** What is said in place of `nothing changes` when the two indices are alike, and that is not all. */
export const SAME_INDICES = 'parity.json tells of no change; what nothing explains was not compared';

/** That only a part was compared, and why; undefined when both sides are whole. */
export function partWords(
  { part }: Change, { base, head }: ComparedSides, write: (name: string) => string,
): string | undefined {
  if (part === undefined) return undefined;
  const { of, charts } = part;
  const [holder, holds] = of.length > 1 ? ['both', 'hold'] : [write(of[0] === 'base' ? base : head), 'holds'];
  const names = charts.length === 0 ? '' : `: ${someOf(charts, NAMED, write)}`;
  const why = `${holder} ${holds} no more (parity synth --chart)`;
  return `only ${plural(charts.length, 'chart')} compared, because ${why}${names}`;
}

/** `3 charts change, 1 template change, production: 2 values; 1 risk`: what a reader wants to know first. */
export function summaryOf(change: Change, write: (name: string) => string = (name) => shortened(name, 40)): string {
  if (change.same) return 'nothing changes';
  const { charts, templates, images, variations, standIns, exceptions, environments } = change;
  const changed = charts.changed.length;
  const parts = [
    counted(charts.added.length, 'new chart'), counted(charts.removed.length, 'removed chart'),
    changed === 0 ? '' : `${plural(changed, 'chart')} change${changed === 1 ? 's' : ''}`,
    counted(templates.length, 'template change'), counted(images.length, 'image change'), ...valueCounts(change, write),
    ...countedKinds(variations, 'variation'), ...countedKinds(standIns, 'stand-in'),
    ...countedKinds(exceptions, 'exception'),
    counted(environments.added.length, 'new target'), counted(environments.removed.length, 'removed target'),
    ...(environments.clustered ?? []).map((each) => `${write(each.environment)} is ${clusteredWords(each, write)}`),
  ].filter(Boolean);
  return [parts.join(', ') || 'what holds for the app changes', ...riskWords(change, write)].join('; ');
}

/** What was looked at for risks: nothing is said of targets that only one side has. */
function riskWords({ risks, environments: { added, removed } }: Change, write: (name: string) => string): string[] {
  const high = risks.filter(({ severity }) => severity === 'high').length;
  const compared = added.length + removed.length === 0 ? '' : ' where both sides have a target';
  const found = risks.length === 0 ? `no risk${compared || ' found'}`
    : `${plural(risks.length, 'risk')}${high === 0 ? '' : ` (${high} high)`}`;
  const alone = ([['new', added], ['removed', removed]] as const).flatMap(([word, targets]) => {
    if (targets.length === 0) return [];
    const [are, them] = targets.length === 1 ? ['is', 'it'] : ['are', 'them'];
    return [`${someOf(targets.map(targetName), NAMED, write)} ${are} ${word}: ${NOT_COMPARED} ${them}`];
  });
  return [found, ...alone];
}

const NOT_COMPARED = 'nothing was compared for';

function targetName({ environment, cluster }: EnvironmentName): string {
  return cluster === undefined ? environment : `${environment}/${cluster}`;
}

function clusteredWords({ before, after }: ClusteredChange, write = (name: string) => name): string {
  const clusters = someOf(after ?? before ?? [], NAMED, write);
  return `${after === undefined ? 'no longer' : 'now'} written per cluster: ${clusters}`;
}

/** Where a risk is: `checkout > Deployment/checkout-api`, and how many more there are. */
export function riskPlace({ objects }: Risk): string {
  const [first] = objects;
  const rest = objects.length - 1;
  return first === undefined ? '' : `${first.chart} > ${first.object}${rest === 0 ? '' : ` and ${rest} more`}`;
}

function chartRows({ charts }: Change): ChangeRow[] {
  const whole = (mark: '+' | '-') =>
    ({ id, class: name, owner, objects }: Change['charts']['added'][number]): ChangeRow => ({
      mark, name: id, where: name,
      note: `${plural(objects, 'object')}${owner === undefined ? '' : `, owner ${owner}`}`,
    });
  return [
    ...charts.added.map(whole('+')), ...charts.removed.map(whole('-')),
    ...charts.renamed.map(({ id, before, after }): ChangeRow => ({
      mark: '~', name: id, before: [before.class, before.owner].filter(Boolean).join(', owner '),
      after: [after.class, after.owner].filter(Boolean).join(', owner '),
    })),
  ];
}

function templateRow({ kind, of, objects, fields }: TemplateChange): ChangeRow {
  const [first] = objects as [TemplateChange['objects'][number]];
  const where = someCharts(objects);
  if (kind === 'reordered') return { mark: '~', name: 'the order of the objects', where };
  const name = objects.length === 1 ? first.object : `${objects.length} of kind ${of}`;
  return {
    mark: MARKS[kind], name, where,
      ...(first.before === undefined ? {} : { before: first.before, after: first.object }),
    fields: fields.map(fieldRow),
  };
}

function fieldRow({ kind, path, before, after, follows }: FieldChange): ChangeRow {
  if (follows) return { mark: '~', name: path, note: 'follows the content that it is a hash of' };
  return {
    mark: MARKS[kind], name: path, ...(kind === 'reordered' ? { note: 'another order' } : {}),
    ...(before === undefined ? {} : { before: plainText(before) }),
    ...(after === undefined ? {} : { after: plainText(after) }),
  };
}

function valueRow(name: string, charts: readonly string[], each: TargetValues, none = ''): ChangeRow {
  const targets = each.everywhere ? 'everywhere' : someOf(each.targets);
  return {
    mark: '~', name, where: [targets, someOf(charts) || none].filter(Boolean).join(' · '),
    before: each.before === undefined ? '(none)' : plainText(each.before),
    after: each.after === undefined ? '(none)' : plainText(each.after),
  };
}

function recordRow({ kind, name, charts, before, after }: RecordChange): ChangeRow {
  return { mark: MARKS[kind], name, ...(charts.length === 0 ? {} : { where: someOf(charts) }),
    ...contents(before, after) };
}

function environmentRows({ environments: { added, removed, order, clustered = [] } }: Change): ChangeRow[] {
  const row = (mark: '+' | '-') => (target: EnvironmentName): ChangeRow => ({
    mark, name: targetName(target), note: `${NOT_COMPARED} it`,
    where: [target.cluster === undefined ? 'an environment' : `a cluster of ${target.environment}`,
      target.previewOf === undefined ? '' : `a preview of ${target.previewOf}`].filter(Boolean).join(', '),
  });
  const split = clustered.map((change): ChangeRow => ({
    mark: '~', name: change.environment, where: 'an environment', note: clusteredWords(change),
  }));
  const moved: ChangeRow[] = order === undefined ? []
    : [{ mark: '~', name: 'the promotion order', before: order.before.join(', '), after: order.after.join(', ') }];
  return [...added.map(row('+')), ...removed.map(row('-')), ...split, ...moved];
}

/** What a record says, or what changed in it, field by field. */
function contents(
  before: Readonly<Record<string, Json>> = {}, after: Readonly<Record<string, Json>> = {},
): Pick<ChangeRow, 'contents'> {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return { contents: fields.map((name): ChangeRow => {
    const [was, is] = [before, after].map((side) => (Object.hasOwn(side, name) ? listText(side[name]!) : undefined));
    return { mark: was === undefined ? '+' : is === undefined ? '-' : '~', name,
      ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) };
  }) };
}

function listText(value: Json): string {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value.join(', ') : plainText(value);
}

function imageRow({ kind, before, after, containers }: ImageChange): ChangeRow {
  const { artifact, repository } = (after ?? before)!;
  return {
    mark: MARKS[kind], name: artifact ?? repository, where: someCharts(containers),
    ...(before === undefined ? {} : { before: imageText(before, after) }),
    ...(after === undefined ? {} : { after: imageText(after, before) }),
  };
}

/** Only what tells it from the other one. */
function imageText({ repository, digest }: ImageName, other: ImageName | undefined): string {
  const short = digest === undefined ? '(no digest)' : digest.replace(/^(sha256:.{12}).*$/, '$1');
  return other?.repository === repository ? short : `${repository}@${short}`;
}

function valueCounts({ values, facts }: Change, write: (name: string) => string): string[] {
  const counts = new Map<string, number>();
  for (const { changes } of [...values, ...facts]) {
    for (const { targets } of changes) for (const target of targets) counts.set(target, (counts.get(target) ?? 0) + 1);
  }
  const texts = [...counts].map(([target, count]) => `${write(target)}: ${plural(count, 'value')}`);
  return texts.length <= NAMED + 1 ? texts : [...texts.slice(0, NAMED), `values in ${texts.length - NAMED} more`];
}

function countedKinds(changes: readonly { readonly kind: 'added' | 'removed' | 'changed' }[], noun: string): string[] {
  return ([['added', `new ${noun}`], ['removed', `removed ${noun}`], ['changed', `changed ${noun}`]] as const)
    .map(([kind, text]) => counted(changes.filter((change) => change.kind === kind).length, text));
}

function someCharts(objects: readonly ObjectName[]): string {
  return someOf([...new Set(objects.map(({ chart }) => chart))]);
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : plural(count, noun);
}
