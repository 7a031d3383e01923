import { type Node, type SourceFile, walk } from './parse-source';

/** What the kernel may not touch: the world outside, time and chance. */
const BANNED = new Set([
  'process', 'console', 'Date', 'performance', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch',
  'globalThis', 'global', 'require', 'module', '__dirname', '__filename', 'eval', 'Intl', 'WeakRef',
  'FinalizationRegistry',
]);
const STATE = new Set(['Map', 'Set', 'WeakMap', 'WeakSet']);
const MUTATORS = new Set([
  'set', 'add', 'delete', 'clear', 'push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin',
]);
/** Of node:crypto, what is chance rather than a function of its input. */
const RANDOM = /^(random|generateKey|getRandomValues|webcrypto)/;

/** Finds what would make a file of the kernel depend on anything but its arguments. */
export function findImpurities({ path, program }: SourceFile): string[] {
  const found: string[] = [];
  const report = (node: Node, what: string) => found.push(`${path}:${node.loc?.start.line ?? 0}: ${what}`);
  const constants = new Set<string>();
  for (const statement of (program.body as readonly Node[])) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration as Node | null : statement;
    if (declaration?.type !== 'VariableDeclaration') continue;
    if (declaration.kind !== 'const')
      report(declaration, `a '${String(declaration.kind)}' at the top of a kernel file is state`);
    for (const { id, init } of declaration.declarations as readonly { id: Node; init?: Node | null }[]) {
      constants.add(String(id.name));
      if (!isReadOnly(id)) findState(init, declaration, report);
    }
  }
  walk(program, (node, parents) => {
    if (node.type === 'ImportSpecifier' && RANDOM.test(String((node.imported as Node).name))) {
      report(node, `'${String((node.imported as Node).name)}' is chance`);
    }
    const changed = changedObject(node);
    if (changed !== undefined && constants.has(changed))
      report(node, `changing '${changed}', which is at the top of a kernel file`);
    if (isMathRandom(node)) report(node, "'Math.random' is chance");
    if (node.type !== 'Identifier' || !BANNED.has(String(node.name)) || isOnlyAName(node, parents)) return;
    report(node, `the kernel may not use '${String(node.name)}'`);
  });
  return found;
}

/** A collection at the top that starts empty can only be there to be filled; one with contents is a table. */
function findState(init: Node | null | undefined, at: Node, report: (node: Node, what: string) => void): void {
  if (init?.type !== 'NewExpression' || (init.callee as Node).type !== 'Identifier') return;
  const name = String((init.callee as Node).name);
  if (!STATE.has(name)) return;
  const isTable = (init.arguments as unknown[]).length > 0 && !name.startsWith('Weak');
  if (!isTable) report(at, `an empty '${name}' at the top of a kernel file is state`);
}

/** The name of what a call or an assignment changes in place; a local of the same name is taken for it. */
function changedObject(node: Node): string | undefined {
  const target =
    node.type === 'CallExpression'
      ? (node.callee as Node)
      : node.type === 'AssignmentExpression'
        ? (node.left as Node)
        : undefined;
  if (target?.type !== 'MemberExpression' || (target.object as Node).type !== 'Identifier') return undefined;
  const isMutator = node.type === 'AssignmentExpression' || MUTATORS.has(String((target.property as Node).name));
  return isMutator ? String((target.object as Node).name) : undefined;
}

/** `const NONE: ReadonlySet<string> = new Set()`: the type lets nobody fill it. */
function isReadOnly(id: Node): boolean {
  const annotation = (id.typeAnnotation as Node | null | undefined)?.typeAnnotation as Node | undefined;
  return /^Readonly(Map|Set)$/.test(String((annotation?.typeName as Node | undefined)?.name));
}

function isMathRandom(node: Node): boolean {
  return (
    node.type === 'MemberExpression' &&
    (node.object as Node).name === 'Math' &&
    (node.property as Node).name === 'random'
  );
}

/** A property's name, a key or a type is not a use of the global. */
function isOnlyAName(node: Node, parents: readonly Node[]): boolean {
  const parent = parents.at(-1);
  if (parent === undefined) return false;
  if (/^(Optional)?MemberExpression$/.test(parent.type)) return parent.property === node && parent.computed !== true;
  if (/^(Object|Class)(Property|Method)$/.test(parent.type))
    return parent.key === node && parent.computed !== true && parent.value !== node;
  return parent.type.startsWith('TS') && !/^TS(As|Satisfies|NonNull)|^TSTypeQuery/.test(parent.type);
}
