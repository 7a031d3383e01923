import type { AssemblyIndex, ChartRecord } from '../../synth/assembly/assembly';
import { templateText } from '../template-text';
import type { Change, TemplateChange } from './change';
import { SecretsOfSides } from './secrets-of-sides';
import { plural } from '../words';

const CONTEXT = 3;
/** The most edits that are looked for: beyond them the two texts have little in common. */
const MAX_EDITS = 2000;

/**
 * The changed templates as unified diffs, placeholders by name and values of Secrets hidden.
 *
 * Objects that changed alike are shown once, new and removed ones each.
 */
export function templateDifferences(change: Change, base: AssemblyIndex, head: AssemblyIndex): string[] {
  const former = new Map(base.charts.map((chart) => [chart.id, chart]));
  const latter = new Map(head.charts.map((chart) => [chart.id, chart]));
  const secrets = new SecretsOfSides(base, head);
  return change.templates.flatMap((template) => {
    const { kind, objects } = template;
    if (kind === 'reordered') return [];
    const isWhole = kind === 'added' || kind === 'removed';
    return objects.slice(0, isWhole ? objects.length : 1).map(({ chart, object, before }) => unifiedDiff(
      kind === 'added' ? '' : textOf(former.get(chart)!, before ?? object, secrets),
      kind === 'removed' ? '' : textOf(latter.get(chart)!, object, secrets),
      `${chart} ${object}`, isWhole ? '' : alike(template),
    ));
  });
}

function alike({ objects }: TemplateChange): string {
  const rest = objects.length - 1;
  if (rest === 0) return '';
  const [, next] = objects as [unknown, TemplateChange['objects'][number]];
  return `the same in ${plural(rest, 'other object')}: ${next.chart} ${next.object}${rest > 1 ? ' …' : ''}`;
}

function textOf(chart: ChartRecord, id: string, secrets: SecretsOfSides): string {
  const objects = chart.template.objects.filter((object) => object.id === id);
  // Without the chart's own line, which is the same on both sides.
  return `${templateText(chart, secrets.of(chart), objects).split('\n').slice(1).join('\n')}\n`;
}

function unifiedDiff(before: string, after: string, name: string, note: string): string {
  const { formatPatch, structuredPatch } = require('diff') as typeof import('diff');
  const names = [`base ${name}`, `head ${name}`, before, after, '', note] as const;
  const patch = structuredPatch(...names, { context: CONTEXT, maxEditLength: MAX_EDITS });
  if (patch !== undefined) return formatPatch(patch).replace(/^=+\n/, '');
  const marked = (text: string, mark: string) => text.trimEnd().split('\n').map((line) => mark + line).join('\n');
  return `--- ${names[0]}\n+++ ${names[1]}\t${note}\n${marked(before, '-')}\n${marked(after, '+')}\n`;
}
