import type { Construct } from 'constructs';
import type { Json } from '../template/json';
import { createPlaceholder } from '../template/placeholder';
import type { PlaceholderKind } from '../template/registry';
import { type Session, currentSession } from './session';
import { callSite } from './source-location';
import { createUnit, plainUnit, textOfUnit, unitEntryOf } from './units';
import type { VariationSpec, VariationType } from './variation';
import { findSpecProblem } from './variation-rules';
import type { Dimension } from '../template/expression';

const DIMENSIONS: Partial<Record<VariationType, Dimension>> = {
  cpu: 'cpu',
  memory: 'memory',
  storage: 'memory',
  duration: 'time',
};
const KINDS: Partial<Record<VariationType, PlaceholderKind>> = {
  integer: 'number', number: 'number', cidrs: 'list', list: 'list', map: 'map',
};

/**
 * Declares a variation for the construct whose fields are being initialized, and gives what its code holds:
 * a placeholder, or in a plain run the value itself.
 *
 * @throws PARITY_UNOWNED outside a class body of a ParityChart or ParityConstruct.
 */
export function declareVariation(spec: VariationSpec, problemOfOptions?: string): unknown {
  const session = currentSession(`vary.${spec.type} was called`);
  const birth = session.latestBirth as NonNullable<Session['latestBirth']>;
  const key = `${birth.construct.node.path}#${birth.declared++}`;
  if (session.plain !== undefined) return plainValue(session, spec, key);
  const leaf = { op: 'variation' as const, name: '' };
  const source = callSite();
  const named = () => (leaf.name === '' ? nameOf(session, id) : leaf.name);
  const described = {
    describe: () => `variation '${named()}'${source === undefined ? '' : ` (${source})`}`,
    locate: callSite,
    home: birth.construct,
  };
  const dimension = DIMENSIONS[spec.type];
  const value =
    dimension === undefined
      ? createPlaceholder(
          session.registry,
          session.registry.register({ kind: KINDS[spec.type] ?? 'text', expression: leaf, ...described }),
        )
      : createUnit(session.registry, dimension, leaf, described);
  const id = unitEntryOf(value)?.id as string;
  session.declarations.push({ spec, leaf, id, key, bornBefore: session.births.length, source });
  const problem = problemOfOptions ?? findSpecProblem(spec);
  if (problem !== undefined) {
    session.failures.push({
      code: 'PARITY_BAD_VARIATION',
      message: `a variation is declared badly: ${problem}`,
      where: [birth.construct.node.path, source].filter(Boolean).join(' '),
      got: `vary.${spec.type} ${JSON.stringify(spec)}`,
      fix: "give it a 'why', and bounds or a pattern that its default meets",
    });
  }
  return value;
}

/** A variation's value as plain data: quantities become their text. */
export function toValue(value: unknown): Json {
  return textOfUnit(value)?.text ?? (value as Json);
}

function plainValue(session: Session, spec: VariationSpec, key: string): unknown {
  const value = session.plain?.valueOf(key) ?? spec.default;
  const dimension = DIMENSIONS[spec.type];
  return dimension !== undefined && typeof value === 'string' ? plainUnit(dimension, value) : value;
}

/** The field under which a construct holds a placeholder: known as soon as the field is initialized. */
function nameOf(session: Session, id: string): string {
  for (const { construct } of [...session.births].reverse()) {
    const name = findField(construct, id);
    if (name !== undefined) return name;
  }
  return 'being declared';
}

/** The own public field of a construct that holds a placeholder, or undefined. */
function findField(construct: Construct, id: string): string | undefined {
  return Object.keys(construct).find(
    (name) => unitEntryOf((construct as unknown as Record<string, unknown>)[name])?.id === id,
  );
}
