/** How the values of a template are written. */
export type TemplateFormat = 'text' | 'json' | 'yaml';
/** What stands before and after a name. */
export type Delimiters = readonly [open: string, close: string];

const MUSTACHES: Delimiters = ['{{', '}}'];
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const SHOWN = 40;

type Part = { readonly text: string } | { readonly name: string };

/**
 * Writes values into a template.
 *
 * A value may be a placeholder or hold one; then the text holds it too, in a form that is filled as the format needs:
 * JSON's strings are YAML's as well.
 */
export function fillTemplate(
  template: string, values: Readonly<Record<string, unknown>>, format: TemplateFormat, delimiters = MUSTACHES,
): string {
  const written = Object.fromEntries(Object.entries(values).map(([name, value]) =>
    [name, format === 'text' ? `${value as string}` : JSON.stringify(value)] as const));
  return partsOf(template, delimiters).map((part) => ('name' in part ? written[part.name] : part.text)).join('');
}

/** What is wrong between a template and the names of its values, each as a phrase; empty when they fit. */
export function findTemplateProblems(
  template: string, names: readonly string[], delimiters: Delimiters = MUSTACHES,
): string[] {
  const [open, close] = delimiters;
  if (open === '' || close === '') return ['delimiters that are empty'];
  const parts = partsOf(template, delimiters);
  const used = new Set(parts.flatMap((part) => ('name' in part ? [part.name] : [])));
  const quoted = (name: string) => `${open} ${name.slice(0, SHOWN)} ${close}`;
  const broken = parts.flatMap((part) => ('text' in part && part.text.includes(open)
    ? [`${part.text.slice(part.text.indexOf(open)).slice(0, SHOWN)}, which does not end with ${close}`] : []));
  const known = new Set(names);
  const named = [...used].filter((name) => NAME.test(name));
  return [
    ...broken,
    ...[...used].filter((name) => !NAME.test(name)).map((name) => `${quoted(name)}, which is no name`),
    ...named.filter((name) => !known.has(name)).map((name) => `${quoted(name)} without a value`),
    ...names.filter((name) => !used.has(name)).map((name) => `a value '${name.slice(0, SHOWN)}' that it does not use`),
  ];
}

function partsOf(template: string, [open, close]: Delimiters): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (;;) {
    const start = template.indexOf(open, at);
    const end = start < 0 ? -1 : template.indexOf(close, start + open.length);
    if (end < 0) return [...parts, { text: template.slice(at) }];
    parts.push({ text: template.slice(at, start) }, { name: template.slice(start + open.length, end).trim() });
    at = end + close.length;
  }
}
