import { canonicalJson, digestText } from '../../template/canonical';
import type { Expression } from '../../template/expression';
import { type Json, type Path, setOwn } from '../../template/json';
import { Hole, Merge, Repeat, type TemplateNode } from '../../template/node';
import { describeExpression, describeQuantity } from '../../template/notation';
import { fromPortable } from '../../template/portable';
import type { TemplateObject } from '../../template/template';

/** A template object written twice in one shape: to be compared, and to be read. */
export interface WrittenObject {
  /** Equal exactly when what is written, and what it is filled with, is equal. */
  readonly exact: Json;
  /** Placeholders by name, `<replicas>`: two of one name may differ inside. */
  readonly shown: Json;
}

/** Marks what is no text of the manifest; texts that begin with it get it once more, so that none can pass for it. */
const MARK = '\u0000';

/** Linear in the object's size. Embedded documents are opened, so that a change is found inside them. */
export function writeObject(object: TemplateObject): WrittenObject {
  const node = fromPortable(object);
  return { exact: write(node, EXACT), shown: write(node, SHOWN) };
}

/** The way to a place of the exact form, in the form that is shown. */
export function shownPath(path: Path): Path {
  return path.map((step) => {
    if (typeof step === 'number' || !step.startsWith(MARK)) return step;
    return step.startsWith(`${MARK}(`) ? `${step.slice(MARK.length)})` : step.slice(MARK.length);
  });
}

interface Form {
  text(text: string): string;
  hole(expression: Expression): Json;
  /** A key beside the manifest's own. */
  key(name: string): string;
}

const EXACT: Form = {
  text: (text) => (text.startsWith(MARK) ? MARK + text : text),
  hole: (expression) => `${MARK}<${canonicalJson(expression as unknown as Json)}`,
  key: (name) => `${MARK}(${name}`,
};

const SHOWN: Form = {
  text: shownText,
  hole: (expression) => `<${notationOf(expression)}>`,
  key: (name) => `(${name})`,
};

/** Keys keep their order and lists their indices in both forms, so that one path leads to the same place. */
function write(node: TemplateNode, form: Form): Json {
  if (typeof node === 'string') return form.text(node);
  if (node === null || typeof node !== 'object') return node;
  if (node instanceof Hole) return writeValue(node.value, form);
  if (node instanceof Repeat) {
    return { [form.key('each of')]: form.hole(node.list), [form.key('is')]: write(node.item, form) };
  }
  if (Array.isArray(node)) return node.map((item) => write(item, form));
  const own = (node instanceof Merge ? node.own : node) as { readonly [key: string]: TemplateNode };
  const written: Record<string, Json> = {};
  for (const key of Object.keys(own)) setOwn(written, form.text(key), write(own[key], form));
  if (node instanceof Merge) setOwn(written, form.key('and the keys of'), node.maps.map((map) => form.hole(map)));
  return written;
}

function writeValue(expression: Expression, form: Form): Json {
  if (expression.op === 'interpolate') return form === SHOWN ? interpolated(expression) : form.hole(expression);
  if (expression.op !== 'json' && expression.op !== 'yaml') return form.hole(expression);
  const indent = expression.op === 'json' ? { [form.key('indent')]: expression.indent } : {};
  return { [form.key(expression.op)]: write(fromPortable(expression.of), form), ...indent };
}

function interpolated(text: Expression & { op: 'interpolate' }): string {
  const quantity = describeQuantity(text);
  if (quantity !== undefined) return `<${shownText(quantity)}>`;
  return text.parts.map((part) =>
    (typeof part === 'string' ? shownText(part) : `<${notationOf(part.value)}>`)).join('');
}

/** What a hash is taken of stands elsewhere: its own digest tells it from another one. */
function notationOf(expression: Expression): string {
  const notation = shownText(describeExpression(expression));
  return expression.op === 'hash' ? `${notation} ${HASH}${shortDigest(expression)}` : notation;
}

/** Before the digest of a hash, and nowhere else: text that holds it shows it as an escape. */
const HASH = '\u2060';

function shownText(text: string): string {
  return text.replaceAll(HASH, '\\u2060');
}

/** What is shown of a value without what a hash is taken of: equal where only that differs. */
export function withoutHashes(shown: Json): Json {
  return typeof shown === 'string' ? shown.replace(/ \u2060#[0-9a-f]{6}>/g, '>') : shown;
}

/** What is shown, ready to be read. */
export function readable(shown: Json): Json {
  if (typeof shown === 'string') return shown.replaceAll(HASH, '');
  if (Array.isArray(shown)) return shown.map(readable);
  return typeof shown === 'object' && shown !== null
    ? Object.fromEntries(Object.entries(shown).map(([key, value]) => [key, readable(value as Json)])) : shown;
}

/** Tells expressions apart that read alike. */
export function shortDigest(value: unknown): string {
  return `#${digestText(canonicalJson(value as Json)).slice('sha256:'.length, 'sha256:'.length + 6)}`;
}
