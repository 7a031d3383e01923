import type { Chart } from 'cdk8s';
import { digestJson } from '../../template/canonical';
import { differenceOf, pathDescriber } from '../../template/difference';
import type { ParityFailure } from '../../template/error';
import type { Json } from '../../template/json';
import { objectsInOrder } from '../object-order';
import { renderFailure } from '../render-chart';

/** An object by the construct that wrote it, which is the same in a plain run and in a template. */
export interface ConstructObject { readonly construct: string; readonly body: Json }

/** What cdk8s alone makes of a chart whose values are plain. */
export function renderPlain(chart: Chart): { objects: readonly ConstructObject[]; failures: readonly ParityFailure[] } {
  const failures: ParityFailure[] = [];
  const objects = objectsInOrder(chart).flatMap((object) => {
    try {
      // The round trip leaves out what JSON has no word for, as writing YAML would.
      return [{ construct: object.node.path, body: JSON.parse(JSON.stringify(object.toJson())) as Json }];
    } catch (cause) {
      failures.push(renderFailure(object.node.path, cause));
      return [];
    }
  });
  return { objects, failures };
}

/** One digest for a chart's objects, in their order: equal for a filled template and its witness. */
export function digestObjects(objects: readonly ConstructObject[]): string {
  return digestJson(objects.map(({ construct, body }) => [construct, body]));
}

/**
 * Where a filled template and its witness disagree: the object, the path, both values and the construct.
 *
 * A template has one order for all environments. Where some objects exist in a few of them only, it need not be the one
 * that cdk8s would give the rest, so `isOrdered` is false there; dependencies come first in both.
 */
export function compareWitness(
  chart: string, target: string, filled: readonly (ConstructObject & { readonly id: string })[],
  plain: readonly ConstructObject[], isOrdered = true,
): ParityFailure[] {
  const failures: ParityFailure[] = [];
  const report = (where: string, got: string, expected: string) =>
    failures.push({
      code: 'PARITY_WITNESS',
      message: 'the template, filled, is not what cdk8s gives with plain values',
      where: `${target}: ${chart} > ${where}`,
      got: `template: ${got}`,
      expected: `plain: ${expected}`,
      fix: 'code branched on a value that differs, or computed with it: use when(...), vary.oneOf with derive.lookup, or another derivation',
    });
  const others = new Map(plain.map((object) => [object.construct, object.body]));
  for (const { id, construct, body } of filled) {
    const other = others.get(construct);
    others.delete(construct);
    if (other === undefined) {
      report(`${id} (${construct})`, 'an object', 'no object');
      continue;
    }
    const describe = pathDescriber(other);
    for (const { path, before, after } of differenceOf(body, other)) {
      report(`${id} > ${describe(path)} (${construct})`, show(before), show(after));
    }
  }
  for (const construct of others.keys()) report(construct, 'no object', 'an object');
  if (isOrdered && failures.length === 0 && filled.some(({ construct }, i) => plain[i]?.construct !== construct)) {
    report(
      '(order)',
      filled.map(({ construct }) => construct).join(', '),
      plain.map(({ construct }) => construct).join(', '),
    );
  }
  return failures;
}

function show(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 200 ? `${text.slice(0, 200)}... (${text.length} characters)` : text;
}
