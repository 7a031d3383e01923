import { bare, isSyntax, keyName, type Syntax } from './syntax';

/** What the text alone says about an expression: a placeholder, the facts of a contract, or an instance of a class. */
export type Known =
  | { readonly kind: 'placeholder' }
  | { readonly kind: 'facts' }
  | { readonly kind: 'instance'; readonly fields: ReadonlyMap<string, Known> };

const placeholder: Known = { kind: 'placeholder' };
const facts: Known = { kind: 'facts' };

/** Names that are known at one place of a file; a name declared further in hides the one further out. */
export class Scope {
  readonly #names = new Map<string, Known | undefined>();
  readonly #parent?: Scope;

  /** @param self what `this` is here */
  constructor(parent?: Scope, readonly self?: Known) {
    this.#parent = parent;
  }

  set(name: string, known: Known | undefined): void {
    this.#names.set(name, known);
  }

  find(name: string): Known | undefined {
    if (this.#names.has(name)) return this.#names.get(name);
    return this.#parent?.find(name);
  }

  /** Declares every name of a pattern; `known` is what the pattern takes apart. */
  declare(pattern: unknown, known?: Known): void {
    if (!isSyntax(pattern)) return;
    if (pattern.type === 'Identifier') this.set(String(pattern.name), known);
    else if (pattern.type === 'AssignmentPattern') this.declare(pattern.left, known);
    else if (pattern.type === 'RestElement') this.declare(pattern.argument, known);
    else if (pattern.type === 'TSParameterProperty') this.declare(pattern.parameter);
    else for (const part of [pattern.elements ?? pattern.properties ?? []].flat()) this.#declarePart(part, known);
  }

  #declarePart(part: unknown, known: Known | undefined): void {
    if (!isSyntax(part) || part.type !== 'Property') return this.declare(part, known);
    this.declare(part.value, memberOf(known, keyName(part.key, part.computed)));
  }
}

/** What an expression is known to be; `undefined` for everything that its text does not tell. */
export function classify(expression: unknown, scope: Scope): Known | undefined {
  const node = bare(expression);
  switch (node?.type) {
    case 'ThisExpression': return scope.self;
    case 'Identifier': return scope.find(String(node.name));
    case 'MemberExpression': return memberOf(classify(node.object, scope), keyName(node.property, node.computed));
    case 'CallExpression': return classifyCall(node, scope);
    case 'TemplateLiteral': return holdsPlaceholder(node.expressions, scope);
    case 'BinaryExpression':
      return node.operator === '+' ? holdsPlaceholder([node.left, node.right], scope) : undefined;
    default: return undefined;
  }
}

/** The fields of a class that are known, those of its base class in the same file included. */
export function fieldsOf(node: Syntax, scope: Scope): Map<string, Known> {
  const base = bare(node.superClass);
  const inherited = base?.type === 'Identifier' ? scope.find(`class ${String(base.name)}`) : undefined;
  const fields = new Map(inherited?.kind === 'instance' ? inherited.fields : []);
  const inside = new Scope(scope, { kind: 'instance', fields });
  const members = isSyntax(node.body) ? [node.body.body].flat().filter(isSyntax) : [];
  for (const member of members) {
    const name = keyName(member.key, member.computed);
    if (name === undefined || !/^(?:PropertyDefinition|AccessorProperty)$/.test(member.type)) continue;
    const known = classify(member.value, inside);
    if (known) fields.set(name, known);
    else fields.delete(name);
  }
  for (const member of members.filter(({ kind }) => kind === 'constructor')) addAssigned(member, fields, inside);
  return fields;
}

/** `this.env = facts<ShopContract>(this)` in the constructor declares like a field does. */
function addAssigned(constructor: Syntax, fields: Map<string, Known>, scope: Scope): void {
  const body = isSyntax(constructor.value) && isSyntax(constructor.value.body) ? constructor.value.body.body : [];
  for (const statement of [body].flat().filter(isSyntax)) {
    const { type, left, right } = bare(statement.expression) ?? { type: '' };
    if (type !== 'AssignmentExpression' || !isSyntax(left) || bare(left.object)?.type !== 'ThisExpression') continue;
    const [name, call] = [keyName(left.property, left.computed), bare(right)];
    const known = call?.type === 'CallExpression' ? classifyCall(call, scope) : undefined;
    if (name !== undefined && known) fields.set(name, known);
  }
}

function classifyCall(node: Syntax, scope: Scope): Known | undefined {
  const callee = bare(node.callee);
  if (callee?.type === 'Identifier') {
    if (isImported('facts', callee.name, scope)) return facts;
    // A placeholder's text is as unknown as the placeholder.
    return /^(?:String|Number)$/.test(String(callee.name)) ? holdsPlaceholder(node.arguments, scope) : undefined;
  }
  const object = callee?.type === 'MemberExpression' ? bare(callee.object) : undefined;
  return object?.type === 'Identifier' && isImported('vary', object.name, scope) ? placeholder : undefined;
}

/** The name itself, or the one that `import { vary as v }` gave it. */
function isImported(word: 'vary' | 'facts', name: unknown, scope: Scope): boolean {
  return name === word || scope.find(`import ${String(name)}`) === imports[word];
}

/** What stands in a scope for an imported function, under `import <local name>`: no identifier holds a blank. */
export const imports: Readonly<Record<string, Known>> = {
  vary: { kind: 'instance', fields: new Map() },
  facts: { kind: 'instance', fields: new Map() },
};

function memberOf(known: Known | undefined, name: string | undefined): Known | undefined {
  if (known?.kind === 'instance') return name === undefined ? undefined : known.fields.get(name);
  return known && placeholder;
}

function holdsPlaceholder(parts: unknown, scope: Scope): Known | undefined {
  return [parts].flat().some((part) => classify(part, scope)?.kind === 'placeholder') ? placeholder : undefined;
}
