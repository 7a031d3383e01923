import type { Json } from '../../template/json';
import type { Change } from './change';
import { termsWords } from './difference-lines';
import { placesWords, someNames, valueWords, whereWords } from './difference-words';
import type { EnvironmentDifference } from './environment-difference';
import type { PairFields } from './field-differences';
import { groupVariations } from './group-variations';
import { markdownCode, markdownText } from '../markdown';
import { type MarkdownTable, markdownDocument } from './markdown-document';
import { verdict } from './verdict';
import { numberText, plural } from '../words';

/** A difference of environments as a Markdown document of at most 60,000 characters. */
export function differenceMarkdown(difference: EnvironmentDifference): string {
  return markdownDocument(
    [markdownTitle(difference), '', ...markdownVerdict(difference), ''], tablesOf(difference));
}

export function markdownTitle({ from, to, same }: Pick<EnvironmentDifference, 'from' | 'to' | 'same'>): string {
  return `### ${markdownText(from)} ${same ? 'and' : '→'} ${markdownText(to)}${same ? ' are the same' : ''}`;
}

/** What was compared and what proves the rest, a line for each thing to say. */
export function markdownVerdict(difference: EnvironmentDifference, fields?: readonly PairFields[]): string[] {
  return verdict(difference, fields).map((line) => `${markdownText(line, 400)}  `);
}

function tablesOf(difference: EnvironmentDifference): MarkdownTable[] {
  const { variations, facts, alternatives, standIns, exceptions } = difference;
  const arrow = (changes: readonly Change<unknown>[], words: (change: never) => readonly [string, string]) =>
    changesMarkdown(changes, difference, words as (change: Change<unknown>) => readonly [string, string]);
  const value = (one: Json | undefined) => markdownCode(valueWords(one), 60);
  return [
    {
      title: 'Variations that differ', head: ['variation', 'change', 'why', 'owner', 'fills'],
      rows: groupVariations(variations).map(({ name, first, charts }) => [
        markdownCode(name), arrow(first.changes, ({ before, after }: (typeof first.changes)[number]) =>
          [value(before?.value), value(after?.value)]),
        markdownText(first.why), markdownText(first.owner ?? ''),
        markdownCode(charts.length === 1 ? placesWords(first.places)
          : `in ${plural(charts.length, 'chart')}: ${someNames(charts, 4)}`, 300),
      ]),
    },
    {
      title: 'Facts that differ', head: ['fact', 'change', 'places', 'fills'],
      rows: facts.map(({ fact, changes, places }) => [
        markdownCode(fact), arrow(changes, ({ before, after }: Change<Json>) => [value(before), value(after)]),
        numberText(places.length), markdownCode(placesWords(places, { most: 2, isBare: true }), 300),
      ]),
    },
    {
      title: 'Alternatives that differ', head: ['chosen by', 'change', 'gains', 'loses', 'changes the form of'],
      rows: alternatives.flatMap(({ by, chart, sharesClass, changes }) => changes.map((change) => [
        markdownCode(sharesClass ? `${by} (${chart})` : by),
        arrow([change], ({ before, after }: Change<string>) =>
          [markdownCode(before ?? '(none)', 60), markdownCode(after ?? '(none)', 60)]),
        ...[change.gained, change.lost, change.reshaped].map((objects) =>
          (objects.length === 0 ? '' : markdownCode(someNames(objects.map(({ object }) => object), 4), 300))),
      ])),
    },
    {
      title: 'Stand-ins that differ', head: ['for', 'chart', 'runs in', 'owner', 'until', 'reason'],
      rows: standIns.map((standIn) => [
        markdownText(standIn.for), markdownCode(standIn.chart),
        standIn.changes.map(({ before, pairs }) => [
          markdownText(`${before ? difference.from : difference.to} only`), markdownText(whereWords(pairs, difference)),
        ].filter(Boolean).join(' in ')).join(', '),
        markdownText(standIn.owner), markdownText(standIn.expires, 10), markdownText(standIn.reason),
      ]),
    },
    {
      title: 'Exceptions that differ', head: ['object', 'holds', 'patch', 'owner', 'reason'],
      rows: exceptions.flatMap(({ chart, object, patch, changes }) => changes.map(({ pairs, before, after }) => [
        markdownCode(`${chart} > ${object}`),
        markdownText([termsWords(before, after, difference), whereWords(pairs, difference)].filter(Boolean)
          .join(' in ')),
        markdownCode(someNames(patch.map(({ op, path }) => `${op} ${path}`), 2)),
        markdownText((after ?? before)?.owner ?? ''), markdownText((after ?? before)?.reason ?? ''),
      ])),
    },
  ];
}

function changesMarkdown<T>(
  changes: readonly Change<T>[], difference: EnvironmentDifference,
  words: (change: Change<T>) => readonly [string, string],
): string {
  return changes.map((change) => {
    const where = whereWords(change.pairs, difference);
    return `${words(change).join(' → ')}${where === '' ? '' : ` in ${markdownText(where)}`}`;
  }).join(', ');
}
