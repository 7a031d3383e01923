import { classify, fieldsOf, imports, Scope } from './scope';
import { bare, childrenOf, describe, isSyntax, keyName, type Syntax } from './syntax';

/** The part of a rule's context that both ESLint and oxlint give. */
export interface RuleContext {
  report(problem: { node: Syntax; messageId: 'branching'; data: Record<string, string> }): void;
}

/**
 * Forbids code to depend on a variation or a fact.
 *
 * A service is rendered once for all environments, with placeholders. JavaScript lets nobody trap `===`, truthiness or
 * `switch`, so code that branches on a placeholder takes one branch for all environments, silently; at synth only the
 * witness sees it. This rule sees it while it is written, from the text of one file: fields initialised by
 * `vary.…(…)`, objects from `facts(…)`, their members, and names that are given to these. It knows no types, so a
 * placeholder that arrives as a parameter or prop is not seen.
 */
export const noBranching = {
  meta: {
    type: 'problem',
    docs: { description: 'forbid branching on variations and facts' },
    schema: [],
    messages: {
      branching: '{{name}} is a placeholder while the service is rendered, so {{how}} gives every environment the same '
        + 'answer. Choose a value with vary.oneOf and derive.lookup, or render the alternatives with when(...).',
    },
  },
  create: (context: RuleContext) => ({
    Program: (program: unknown): void => {
      if (isSyntax(program)) new Finder(context).visit(program, new Scope());
    },
  }),
} as const;

const equality = new Set(['==', '!=', '===', '!==']);
const containment = new Set(['in', 'instanceof']);
const shortCircuit = new Set(['&&=', '||=', '??=']);
const lookups = new Set(['includes', 'has', 'get', 'indexOf', 'startsWith', 'endsWith', 'test', 'match']);
const tests: Readonly<Record<string, string>> = {
  IfStatement: 'if',
  ConditionalExpression: '?:',
  WhileStatement: 'while',
  DoWhileStatement: 'while',
  ForStatement: 'for',
};
const ownScope = new Set([
  'BlockStatement', 'StaticBlock', 'ForStatement', 'ForInStatement', 'ForOfStatement', 'SwitchStatement', 'CatchClause',
]);

/** One walk over a file, in the order of the text, so that names are known before they are used. */
class Finder {
  readonly #context: RuleContext;
  readonly #reported = new Set<Syntax>();

  constructor(context: RuleContext) {
    this.#context = context;
  }

  visit(node: Syntax, outer: Scope, isMethod = false): void {
    const scope = this.#enter(node, outer, isMethod);
    this.#check(node, scope);
    const owner = node.type === 'MethodDefinition';
    for (const child of childrenOf(node)) {
      this.visit(child, scope, owner && child === node.value);
      // Only `const` is followed: what a variable holds later, its text does not tell.
      if (child.type === 'VariableDeclarator') {
        scope.declare(child.id, node.kind === 'const' ? classify(child.init, scope) : undefined);
      }
    }
  }

  #enter(node: Syntax, outer: Scope, isMethod: boolean): Scope {
    if (node.type === 'ImportSpecifier') declareImport(node, outer);
    if (/^Class(?:Declaration|Expression)$/.test(node.type)) {
      const self = { kind: 'instance', fields: fieldsOf(node, outer) } as const;
      if (isSyntax(node.id)) outer.set(`class ${String(node.id.name)}`, self);
      return new Scope(outer, self);
    }
    if (/^(?:Arrow)?Function(?:Declaration|Expression)?$/.test(node.type)) {
      // A function that is no method and no arrow has another `this`.
      const keepsThis = isMethod || node.type === 'ArrowFunctionExpression';
      const scope = new Scope(outer, keepsThis ? outer.self : undefined);
      for (const parameter of [node.params].flat()) scope.declare(parameter);
      return scope;
    }
    if (!ownScope.has(node.type)) return outer;
    const scope = new Scope(outer, outer.self);
    if (node.type === 'CatchClause') scope.declare(node.param);
    return scope;
  }

  #check(node: Syntax, scope: Scope): void {
    const test = Object.hasOwn(tests, node.type) ? tests[node.type] : undefined;
    if (test !== undefined) this.#checkTest(node.test, test, scope);
    switch (node.type) {
      case 'SwitchStatement': return this.#checkValue(node.discriminant, 'switch', scope);
      case 'SwitchCase': return this.#checkValue(node.test, 'case', scope);
      case 'BinaryExpression': {
        const operator = String(node.operator);
        if (!equality.has(operator) && !containment.has(operator)) return;
        this.#checkValue(node.left, operator, scope);
        return this.#checkValue(node.right, operator, scope);
      }
      // The right side is only a result: `props.replicas ?? this.replicas` depends on no placeholder.
      case 'LogicalExpression': return this.#checkTest(node.left, String(node.operator), scope);
      case 'AssignmentExpression':
        if (shortCircuit.has(String(node.operator))) this.#checkValue(node.left, String(node.operator), scope);
        return;
      case 'UnaryExpression':
        if (node.operator === '!') this.#checkTest(node.argument, '!', scope);
        if (node.operator === 'typeof') this.#checkValue(node.argument, 'typeof', scope);
        return;
      case 'MemberExpression':
        if (node.computed) this.#checkValue(node.property, 'looking it up with [ ]', scope);
        return;
      case 'CallExpression': return this.#checkCall(node, scope);
    }
  }

  #checkCall(node: Syntax, scope: Scope): void {
    const callee = bare(node.callee);
    const values = [node.arguments].flat();
    if (callee?.type === 'Identifier' && callee.name === 'Boolean') {
      for (const value of values) this.#checkTest(value, 'Boolean()', scope);
    }
    if (callee?.type !== 'MemberExpression') return;
    const name = keyName(callee.property, callee.computed);
    if (name === undefined || !lookups.has(name)) return;
    for (const value of [callee.object, ...values]) this.#checkValue(value, `.${name}()`, scope);
  }

  /** A place that asks for true or false: there the right side of `a && b` is asked too, as the left always is. */
  #checkTest(expression: unknown, how: string, scope: Scope): void {
    let node = bare(expression);
    while (node?.type === 'LogicalExpression') node = bare(node.right);
    this.#checkValue(node, how, scope);
  }

  #checkValue(expression: unknown, how: string, scope: Scope): void {
    const node = bare(expression);
    if (!node || this.#reported.has(node) || classify(node, scope)?.kind !== 'placeholder') return;
    this.#reported.add(node);
    this.#context.report({ node, messageId: 'branching', data: { name: describe(node), how } });
  }
}

function declareImport(node: Syntax, scope: Scope): void {
  const name = keyName(node.imported, false);
  if (name !== undefined && Object.hasOwn(imports, name) && isSyntax(node.local)) {
    scope.set(`import ${String(node.local.name)}`, imports[name]);
  }
}
