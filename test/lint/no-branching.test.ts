import { parse, type ParserPlugin } from '@babel/parser';
import * as plugin from '../../lib/lint';
import type { Syntax } from '../../lib/lint/syntax';

interface Report { readonly line: number; readonly name: string; readonly how: string }

/** Lints TypeScript source as a linter would: parses it to ESTree and calls the rule's visitor. */
function lint(code: string): Report[] {
  const plugins: ParserPlugin[] = [['estree', { classFeatures: true }], 'typescript'];
  const { program } = parse(code, { sourceType: 'module', plugins });
  const reports: Report[] = [];
  plugin.rules['no-branching'].create({
    report: ({ node, messageId, data }) => {
      expect(plugin.rules['no-branching'].meta.messages[messageId]).toContain('{{name}}');
      const { start } = (node as Syntax & { loc: { start: { line: number } } }).loc;
      reports.push({ line: start.line, name: data.name!, how: data.how! });
    },
  }).Program(program);
  return reports;
}

/** A chart whose constructor holds the snippet. */
const chart = (body: string, fields = '') => `
  import { facts, vary } from 'cdk8s-parity';
  class Shop extends ParityChart {
    readonly replicas = vary.integer({ default: 2, max: 9, why: 'traffic' });
    readonly size = vary.oneOf({ values: ['s', 'm'], why: 'traffic' }) as Sized;
    readonly title = 'shop';
    ${fields}
    constructor(scope: Construct, id: string, props: Props) {
      super(scope, id);
      const env = facts<ShopContract>(this);
      ${body}
    }
  }`;

const invalid: readonly [string, string, string, string?][] = [
  ['if (this.size === "s") {}', 'this.size', '==='],
  ['if ("s" !== this.size) {}', 'this.size', '!=='],
  ['use(this.replicas == 2)', 'this.replicas', '=='],
  ['use(other != this.replicas)', 'this.replicas', '!='],
  ['use((this.size as string) === "s")', 'this.size', '==='],
  ['use(this.size! === "s")', 'this.size', '==='],
  ['use((this.size satisfies string) === "s")', 'this.size', '==='],
  ['use(this["size"] === "s")', 'this.size', '==='],
  ['switch (this.size) { case "s": break; }', 'this.size', 'switch'],
  ['switch (props.size) { case this.size: break; }', 'this.size', 'case'],
  ['if (this.replicas) {}', 'this.replicas', 'if'],
  ['use(this.replicas ? 1 : 2)', 'this.replicas', '?:'],
  ['while (this.replicas) {}', 'this.replicas', 'while'],
  ['do {} while (this.replicas)', 'this.replicas', 'while'],
  ['for (; this.replicas;) {}', 'this.replicas', 'for'],
  ['use(this.replicas && 1)', 'this.replicas', '&&'],
  ['use(this.replicas || 1)', 'this.replicas', '||'],
  ['use(this.replicas ?? 1)', 'this.replicas', '??'],
  ['if (props.on && this.replicas) {}', 'this.replicas', 'if'],
  ['use(!(props.on && this.replicas))', 'this.replicas', '!'],
  ['use((props.on || this.replicas) && 1)', 'this.replicas', '&&'],
  ['this.replicas ??= 3', 'this.replicas', '??='],
  ['use(!this.replicas)', 'this.replicas', '!'],
  ['use(typeof this.replicas)', 'this.replicas', 'typeof'],
  ['use(Boolean(this.replicas))', 'this.replicas', 'Boolean()'],
  ['use(["s"].includes(this.size))', 'this.size', '.includes()'],
  ['use(this.size.startsWith("s"))', 'this.size', '.startsWith()'],
  ['use(this.size?.endsWith("s"))', 'this.size', '.endsWith()'],
  ['use(/s/.test(this.size))', 'this.size', '.test()'],
  ['use(this.size.match(/s/))', 'this.size', '.match()'],
  ['use("sm".indexOf(this.size))', 'this.size', '.indexOf()'],
  ['use(table.get(this.size))', 'this.size', '.get()'],
  ['use(table.has(this.size))', 'this.size', '.has()'],
  ['use({ s: 1, m: 2 }[this.size])', 'this.size', 'looking it up with [ ]'],
  ['use(this.size in { s: 1 })', 'this.size', 'in'],
  ['use(this.size instanceof String)', 'this.size', 'instanceof'],
  ['const size = this.size; if (size === "s") {}', 'size', '==='],
  ['const { replicas } = this; if (replicas) {}', 'replicas', 'if'],
  ['const { size: kind, ...rest } = this, small = kind === "s";', 'kind', '==='],
  ['const self = this; later(function () { if (self.replicas) {} })', 'self.replicas', 'if'],
  ['later(() => { if (this.replicas) {} })', 'this.replicas', 'if'],
  ['use(`${this.size}` === "s")', 'this text', '==='],
  ['use(String(this.replicas) === "2")', 'String(…)', '==='],
  ['use("x" + this.size === "xs")', 'this expression', '==='],
  ['if (env.mesh) {}', 'env.mesh', 'if'],
  ['use(env.storage.fast === "ssd")', 'env.storage.fast', '==='],
  ['const { storage: { fast } } = env; if (fast) {}', 'fast', 'if'],
  ['const { domain } = facts<ShopContract>(this); if (domain) {}', 'domain', 'if'],
  ['use(facts(this).domain === "x")', 'facts(…).domain', '==='],
  ['if (this.env.mesh) {}', 'this.env.mesh', 'if', 'readonly env = facts<ShopContract>(this);'],
  ['this.later = facts<ShopContract>(this); if (this.later.mesh) {}', 'this.later.mesh', 'if', 'private later;'],
  ['if (this.#own) {}', 'this.#own', 'if', '#own = vary.integer({ why: "x" });'],
];

const valid: readonly string[] = [
  'new Microservice(this, "api", { replicas: this.replicas, host: `shop.${env.domain}` });',
  'if (props.replicas === 2 && this.title === "shop") {}',
  'use(props.replicas ?? this.replicas)',
  'if (env) {} if (this) {}',
  'use(derive.lookup(this.size, { s: 1, m: 2 }), when(env.mesh, { on: () => 1, off: () => 2 }))',
  'use(this.replicas < 3)', // throws by itself
  'const replicas = 2; if (replicas) {}',
  'const size = this.size; { const size = props.size; if (size) {} }',
  'const size = this.size; use((size) => size === "s")',
  'let size = this.size; size = "s"; if (size) {}',
  'use({ on() { return this.replicas ? 1 : 2; } })',
  'later(function () { if (this.replicas) {} })',
  'try {} catch (env) { if (env.mesh) {} }',
  'if (table[props.size]) {}',
  'class Inner { constructor() { if (this.replicas) {} } }',
];

describe('no-branching', () => {
  test.each(invalid)('%s', (body, name, how, ...[fields]) => {
    expect(lint(chart(body, fields))).toEqual([expect.objectContaining({ name, how })]);
  });

  test.each(valid)('allows %s', (body) => {
    expect(lint(chart(body))).toEqual([]);
  });

  test('points at the line of the placeholder', () => {
    const code = 'class A {\n  a = vary.integer({});\n  b() {\n    return this.a ? 1 : 2;\n  }\n}';
    expect(lint(code).map(({ line }) => line)).toEqual([4]);
  });

  test('sees the fields of a base class in the same file, unless they are replaced', () => {
    const base = 'class A { a = vary.integer({}); } ';
    expect(lint(`${base} class B extends A { b() { return !this.a; } }`)).toHaveLength(1);
    expect(lint(`${base} class B extends A { a = 3; b() { return !this.a; } }`)).toEqual([]);
  });

  test('follows the names that an import gives', () => {
    const code = 'import { vary as v, facts as f } from "cdk8s-parity";'
      + 'class A { a = v.integer({}); b() { return !this.a; } c() { return !f(this).mesh; } }';
    expect(lint(code).map(({ name }) => name)).toEqual(['this.a', 'f(…).mesh']);
  });

  test('reports one place once, and each place', () => {
    expect(lint(chart('if (this.replicas && this.size) {}')).map(({ name }) => name).sort())
      .toEqual(['this.replicas', 'this.size']);
    expect(lint(chart('if (!this.replicas) {}'))).toHaveLength(1);
  });

  test('does its work in linear time on long conditions', () => {
    const terms = Array.from({ length: 2_000 }, () => 'props.x').join(' && ');
    expect(lint(chart(`if (${terms} && this.size) {}`))).toHaveLength(1);
  });
});
