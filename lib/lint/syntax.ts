/** The small part of an ESTree node that the rules need; ESLint's and oxlint's trees both have it. */
export interface Syntax {
  readonly type: string;
  readonly [key: string]: unknown;
}

export function isSyntax(value: unknown): value is Syntax {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/** `parent` would lead back up; the others hold no code. */
const notChildren = new Set(['parent', 'loc', 'range', 'tokens', 'comments', 'typeAnnotation', 'typeParameters']);

export function childrenOf(node: Syntax): Syntax[] {
  return Object.keys(node).filter((key) => !notChildren.has(key)).flatMap((key) => [node[key]].flat()).filter(isSyntax);
}

const wrappers = new Set([
  'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion', 'TSInstantiationExpression',
  'ParenthesizedExpression', 'ChainExpression',
]);

/** The expression itself, without what only types or groups it: `(x as Size)!` is `x`. */
export function bare(node: unknown): Syntax | undefined {
  let inner = node;
  while (isSyntax(inner) && wrappers.has(inner.type)) inner = inner.expression;
  return isSyntax(inner) ? inner : undefined;
}

/** The name of a property or member as far as the text says it: `a.b`, `a['b']`, `#b`, `{ b }`. */
export function keyName(key: unknown, computed: unknown): string | undefined {
  if (!isSyntax(key)) return undefined;
  if (key.type === 'Literal') return String(key.value);
  if (key.type === 'PrivateIdentifier') return `#${String(key.name)}`;
  return key.type === 'Identifier' && !computed ? String(key.name) : undefined;
}

/** How a person would name the expression in a sentence: `this.replicas`, `env.mesh`. */
export function describe(node: Syntax): string {
  if (node.type === 'ThisExpression') return 'this';
  if (node.type === 'Identifier') return String(node.name);
  if (node.type === 'MemberExpression') {
    const object = bare(node.object);
    return `${object ? describe(object) : '…'}.${keyName(node.property, node.computed) ?? '…'}`;
  }
  if (node.type === 'CallExpression') {
    const callee = bare(node.callee);
    return `${callee ? describe(callee) : '…'}(…)`;
  }
  return node.type === 'TemplateLiteral' ? 'this text' : 'this expression';
}
