import { posix } from 'node:path';
import { parse } from '@babel/parser';

/** The small part of a Babel node that the checks need. */
export interface Node {
  readonly type: string;
  readonly loc?: { readonly start: { readonly line: number } };
  readonly [key: string]: unknown;
}

export interface Import {
  /** As it is written. */
  readonly from: string;
  readonly line: number;
  /** The file it means, when it is one of those that are checked. */
  readonly path: string | undefined;
  /** Whether it is erased by the compiler: it orders layers, but nothing is loaded. */
  readonly isType: boolean;
  /** Whether it is loaded only when a function runs. */
  readonly isLazy: boolean;
}

export interface SourceFile { readonly path: string; readonly program: Node; readonly imports: readonly Import[] }

/** Parses a file and finds everything it imports: statically, by `require`, by `import()`, or only as a type. */
export function parseSource(path: string, text: string, all: ReadonlyMap<string, string>): SourceFile {
  const { program } = parse(text, { sourceType: 'module', plugins: ['typescript'] }) as unknown as { program: Node };
  const imports: Import[] = [];
  const add = (source: unknown, node: Node, isType: boolean, isLazy: boolean) => {
    const from = (source as Node | undefined)?.value;
    if (typeof from !== 'string') return;
    imports.push({ from, line: node.loc?.start.line ?? 0, path: resolveImport(path, from, all), isType, isLazy });
  };
  walk(program, (node) => {
    switch (node.type) {
      case 'ImportDeclaration': return add(node.source, node, isTypeOnly(node, 'importKind'), false);
      case 'ExportNamedDeclaration': return add(node.source, node, isTypeOnly(node, 'exportKind'), false);
      case 'ExportAllDeclaration': return add(node.source, node, node.exportKind === 'type', false);
      case 'TSExternalModuleReference': return add(node.expression, node, false, false);
      case 'TSImportType': return add((node.argument as Node).literal ?? node.argument, node, true, false);
      case 'CallExpression': {
        const callee = node.callee as Node;
        const isRequire = callee.type === 'Identifier' && callee.name === 'require';
        const isResolve = callee.type === 'MemberExpression' && (callee.object as Node).name === 'require';
        if (isRequire || isResolve || callee.type === 'Import')
          add((node.arguments as unknown[])[0], node, false, true);
      }
    }
  });
  return { path, program, imports };
}

/** Visits a node and everything below it, with the nodes above it. */
export function walk(
  node: Node,
  visit: (node: Node, parents: readonly Node[]) => void,
  parents: readonly Node[] = [],
): void {
  visit(node, parents);
  const above = [...parents, node];
  for (const [key, value] of Object.entries(node)) {
    if (key === 'loc' || key.endsWith('Comments')) continue;
    for (const child of [value].flat()) if (isNode(child)) walk(child, visit, above);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** `import type …`, or an import whose every name is marked `type`. */
function isTypeOnly(node: Node, kind: 'importKind' | 'exportKind'): boolean {
  const specifiers = node.specifiers as readonly Node[];
  return (
    node[kind] === 'type' || (specifiers.length > 0 && specifiers.every((specifier) => specifier[kind] === 'type'))
  );
}

function resolveImport(importer: string, from: string, all: ReadonlyMap<string, string>): string | undefined {
  if (!from.startsWith('.')) return undefined;
  const base = posix.join(posix.dirname(importer), from);
  return [base, `${base}.ts`, base.replace(/\.js$/, '.ts'), `${base}/index.ts`].find((path) => all.has(path));
}
