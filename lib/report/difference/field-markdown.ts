import { markdownTitle, markdownVerdict } from './difference-markdown';
import type { EnvironmentDifference } from './environment-difference';
import type { ExplainedField, ObjectFields, PairFields } from './field-differences';
import { causeWords, fieldWords } from './field-lines';
import { changeSides } from './difference-words';
import { markdownCode, markdownText } from '../markdown';
import { type MarkdownTable, markdownDocument } from './markdown-document';

/** The fields that differ as a Markdown document of at most 60,000 characters. */
export function fieldMarkdown(all: readonly PairFields[], difference: EnvironmentDifference): string {
  return markdownDocument(
    [markdownTitle(difference), '', ...markdownVerdict(difference, all), ''], all.map(tableOf));
}

function tableOf({ from, to, objects }: PairFields): MarkdownTable {
  return {
    title: `Fields that differ from ${markdownText(from)} to ${markdownText(to)}`,
    head: ['chart', 'object', 'field', 'change', 'by'],
    rows: objects.flatMap(rowsOf),
  };
}

function rowsOf({ chart, object, kind, fields, causes = [] }: ObjectFields): string[][] {
  const named = [markdownCode(chart), markdownCode(object)];
  if (kind === 'added' || kind === 'removed') {
    return [[...named, '', kind, markdownText(causes.map(causeWords).join(' and '))]];
  }
  return fields.map((field) => [
    ...named, markdownCode(field.field), changeMarkdown(field),
    field.causes.length === 0 ? '**nothing declared**' : markdownText(field.causes.map(causeWords).join(' and ')),
  ]);
}

function changeMarkdown(field: ExplainedField): string {
  if (field.kind !== 'changed') return markdownCode(fieldWords(field));
  return changeSides(field.before, field.after).map((side) => markdownCode(side)).join(' → ');
}
