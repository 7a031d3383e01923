import type { SecretInputs } from '../check/secret-inputs';
import type { ChartRecord } from '../synth/assembly/assembly';
import type { Expression, InterpolatePart } from '../template/expression';
import { type Json, type Path, setOwn } from '../template/json';
import { leafName, leavesOf } from '../template/leaves';
import { Hole, Merge, Repeat, type TemplateNode } from '../template/node';
import { describeExpression, describeInputs } from '../template/notation';
import { fromPortable } from '../template/portable';
import { SECRET_VALUE, isInnerSecret, isOpenInSecret, isSecret } from '../template/secret';
import type { TemplateObject } from '../template/template';
import { emitYaml } from '../template/yaml';
import { printable } from './printable';

/** A chart's template, or some of its objects, as YAML with placeholders by name: `replicas: <replicas>`. No Secrets. */
export function templateText(
  chart: ChartRecord, secrets: SecretInputs, of: readonly TemplateObject[] = chart.template.objects,
): string {
  const owner = chart.owner === undefined ? '' : `, owner ${chart.owner}`;
  const objects = of.map((object) => objectText(object, (expression) =>
    (secrets.hides(chart, expression) ? describeInputs(expression) : describeExpression(expression))));
  return `# ${printable(`${chart.id} (${chart.class}${owner})`)}\n${objects.join('---\n').trimEnd()}`;
}

function objectText(object: TemplateObject, describe: Describe): string {
  const conditions = (object.when ?? []).map(({ of, is }) => `${describeExpression(of)} is ${is}`);
  const writer = new NotationWriter(JSON.stringify(object.body), describe);
  const node = fromPortable(object);
  const text = writer.restore(emitYaml([isSecret(object.body) ? writer.hide(node) : writer.write(node)]));
  return conditions.length === 0 ? text : `# when ${printable(conditions.join(' and '))}\n${text}`;
}

/** Tells how a value is computed; of what is hidden, only from what. */
type Describe = (expression: Expression) => string;

/**
 * Puts words in place of what is to be filled, which YAML need not quote, and afterwards the notation in place of the
 * words: quoted placeholders would read as text that holds them.
 */
class NotationWriter {
  private readonly notations: string[] = [];
  private readonly word: string;

  constructor(body: string, private readonly describe: Describe) {
    let word = 'Placeholder';
    while (body.includes(word)) word += 'x';
    this.word = word;
  }

  write(node: TemplateNode): Json {
    if (node === null || typeof node !== 'object') return node;
    if (node instanceof Hole) return this.place(node.value);
    if (node instanceof Repeat) return this.write(node.item);
    if (Array.isArray(node)) return node.map((item) => this.write(item));
    if (isInnerSecret(node instanceof Merge ? node.own : node)) return this.hide(node);
    const written: Record<string, Json> = {};
    const own = (node instanceof Merge ? node.own : node) as { readonly [key: string]: TemplateNode };
    for (const key of Object.keys(own)) setOwn(written, key, this.write(own[key]));
    for (const map of node instanceof Merge ? node.maps : []) {
      const name = this.describe(map);
      setOwn(written, this.note(`each key of ${name}`), this.note(`each ${name}`));
    }
    return written;
  }

  restore(text: string): string {
    return text.replace(new RegExp(`${this.word}(\\d+)z`, 'g'), (_, index: string) => this.notations[Number(index)]);
  }

  /** A Secret shows its keys, and which placeholders fill them; also a derivation's own texts are hidden. */
  hide(node: TemplateNode, inside: Path = []): Json {
    if (isOpenInSecret(inside)) return this.write(node);
    if (node instanceof Hole) return this.hidden(node.value);
    if (node instanceof Repeat) return this.hide(node.item, inside);
    if (Array.isArray(node)) return node.map((item) => this.hide(item, inside));
    if (node === null || typeof node !== 'object') return SECRET_VALUE;
    const own = (node instanceof Merge ? node.own : node) as { readonly [key: string]: TemplateNode };
    const written: Record<string, Json> = {};
    for (const key of Object.keys(own)) setOwn(written, key, this.hide(own[key], [...inside, key]));
    for (const map of node instanceof Merge ? node.maps : []) {
      const name = namesIn(map);
      setOwn(written, this.note(`each key of ${name}`), this.note(`each ${name}`));
    }
    return written;
  }

  private hidden(expression: Expression): Json {
    const names = namesIn(expression);
    return names === '' ? SECRET_VALUE : `${SECRET_VALUE} from ${this.note(names)}`;
  }

  private place(expression: Expression): Json {
    switch (expression.op) {
      case 'interpolate': return expression.parts.map((part) => this.part(part)).join('');
      case 'json': return this.json(this.write(fromPortable(expression.of)), expression.indent);
      case 'yaml': return emitYaml([this.write(fromPortable(expression.of))]);
      default: return this.note(this.describe(expression));
    }
  }

  /** A placeholder that is a whole value stands bare, as in YAML: it may be a number. */
  private json(value: Json, indent: number): string {
    return JSON.stringify(value, null, indent || undefined).replace(new RegExp(`"(${this.word}\\d+z)"`, 'g'), '$1');
  }

  private part(part: InterpolatePart): string {
    return typeof part === 'string' ? part : this.note(this.describe(part.value));
  }

  private note(notation: string): string {
    this.notations.push(`<${printable(notation)}>`);
    return `${this.word}${this.notations.length - 1}z`;
  }
}

/** What an expression is computed from, without how. */
function namesIn(expression: Expression): string {
  const names = leavesOf(expression).map((leaf) => `${leaf.op === 'fact' ? 'env.' : ''}${leafName(leaf)}`);
  return [...new Set(names)].join(', ');
}
