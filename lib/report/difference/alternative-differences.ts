import { choiceOf } from '../../check/choices';
import { describeExpression } from '../../template/notation';
import type { TemplateObject } from '../../template/template';
import { type Change, gatherChanges, sidesOf } from './change';
import { type ChartPair } from './chart-side';

/** An object that an alternative chooses. */
export interface ChosenObject { readonly chart: string; readonly object: string }

/** The branches that the two sides take, and what that does to their objects. */
export interface BranchChange extends Change<string> {
  readonly gained: readonly ChosenObject[];
  readonly lost: readonly ChosenObject[];
  /** On both sides, in another form. */
  readonly reshaped: readonly ChosenObject[];
}

/** An alternative whose sides take different branches. */
export interface AlternativeDifference {
  /** What chooses: `env.capabilities.gateway`, or a variation with its class: `Checkout.size`. */
  readonly by: string;
  /** The chart whose variation chooses. @default - a fact chooses, for all charts */
  readonly chart?: string;
  /** Whether other charts are of its class, too. @default - it is the only one */
  readonly sharesClass?: true;
  readonly changes: readonly BranchChange[];
}

/** The alternatives in all charts of which the sides take different branches; what one fact chooses is told once. */
export function alternativeDifferences(
  charts: readonly (readonly ChartPair[])[], shared: ReadonlySet<string>,
): AlternativeDifference[] {
  const found = new Map<string, Omit<AlternativeDifference, 'changes'> & { perPair: Map<number, BranchParts> }>();
  for (const pairs of charts) {
    pairs.forEach((pair, i) => {
      const moved = movedObjects(pair);
      for (const { of } of pair.chart.alternatives) {
        const sides = sidesOf(choiceOf(of, pair.from.evaluate), choiceOf(of, pair.to.evaluate));
        if (sides.before === sides.after) continue;
        const sharesClass = shared.has(pair.chart.class) ? { sharesClass: true as const } : {};
        // A variation has the same name in many charts, and another value in each.
        const own = of.op === 'fact' ? {} : { chart: pair.chart.id, ...sharesClass };
        const by = of.op === 'variation' ? `${pair.chart.class}.${of.name}` : describeExpression(of);
        const key = JSON.stringify([by, own]);
        const known = found.get(key) ?? { by, ...own, perPair: new Map<number, BranchParts>() };
        found.set(key, known);
        const parts = known.perPair.get(i) ?? { ...sides, gained: [], lost: [], reshaped: [] };
        known.perPair.set(i, parts);
        for (const { kind, id } of moved.get(JSON.stringify(of)) ?? []) {
          parts[kind].push({ chart: pair.chart.id, object: id });
        }
      }
    });
  }
  return [...found.values()].map(({ perPair, ...named }) =>
    ({ ...named, changes: gatherBranches(perPair) })).sort((a, b) => (a.by < b.by ? -1 : 1));
}

interface BranchParts {
  readonly before?: string;
  readonly after?: string;
  readonly gained: ChosenObject[];
  readonly lost: ChosenObject[];
  readonly reshaped: ChosenObject[];
}

function gatherBranches(perPair: ReadonlyMap<number, BranchParts>): BranchChange[] {
  const numbers = [...perPair.keys()];
  return gatherChanges(numbers, (pair) => perPair.get(pair)).map(({ pairs, ...parts }) =>
    ({ ...parts, pairs: pairs.map((i) => numbers[i]) }));
}

interface MovedObject { readonly kind: 'gained' | 'lost' | 'reshaped'; readonly id: string }

/** The objects that are not the same on both sides, by each expression that chooses them; each id once. */
function movedObjects({ chart, from, to }: ChartPair): ReadonlyMap<string, readonly MovedObject[]> {
  const moved = new Map<string, Map<string, MovedObject>>();
  if (from.chosen === to.chosen) return new Map();
  // An id that is gone on one side may still stand there in a form that another alternative chooses.
  const [idsBefore, idsAfter] = [from, to].map(({ chosen }) => new Set([...chosen].map(({ id }) => id)));
  const note = ({ id, when }: TemplateObject) => {
    const kind = idsBefore.has(id) ? (idsAfter.has(id) ? 'reshaped' : 'lost') : 'gained';
    for (const { of } of when ?? []) {
      const key = JSON.stringify(of);
      const objects = moved.get(key) ?? new Map<string, MovedObject>();
      moved.set(key, objects.set(id, { kind, id }));
    }
  };
  for (const object of chart.template.objects) if (from.chosen.has(object) !== to.chosen.has(object)) note(object);
  return new Map([...moved].map(([key, objects]) => [key, [...objects.values()]]));
}
