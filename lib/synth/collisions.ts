import type { Chart } from 'cdk8s';
import type { ParityFailure } from '../template/error';
import type { Evaluate, Expression } from '../template/expression';
import { identityKey } from '../template/identity';
import { type RenderedObject, type Template, areExclusive, metadataOf } from '../template/template';

/** Two objects that are one where a namespace fact says so: both in that namespace, or both that Namespace itself. */
interface Candidate {
  readonly fact: Expression;
  readonly literal: string;
  readonly isNamespace: boolean;
  readonly objects: readonly [number, number];
}

/**
 * Finds objects that would overwrite each other in one environment only: a name that stands both in a namespace fact
 * and in a namespace that is written out. Almost no chart has candidates, and only those are evaluated.
 */
export class Collisions {
  private readonly candidates: readonly Candidate[];

  constructor(private readonly chart: Chart, rendered: readonly RenderedObject[], private readonly template: Template) {
    this.candidates = [...inNamespaces(rendered, template), ...ofNamespaces(rendered, template)];
  }

  /** The collisions in one target. */
  in(target: string, evaluate: Evaluate): ParityFailure[] {
    return this.candidates.filter(({ fact, literal }) => evaluate(fact) === literal)
      .map(({ literal, isNamespace, objects }) => {
        const [one, other] = objects.map((index) => this.template.objects[index]);
        return {
          code: 'PARITY_DUPLICATE_OBJECT',
          message: 'two objects have the same identity in one environment',
          where: `${target}: ${this.chart.node.path} > ${other.id}`,
          got: `${one.construct} and ${other.construct}, both ${isNamespace ? 'Namespace' : 'in namespace'} '${literal}'`,
          fix: 'name one of them differently',
        };
      });
  }
}

function inNamespaces(rendered: readonly RenderedObject[], template: Template): Candidate[] {
  if (rendered.every(({ identity }) => identity.namespace === undefined)) return [];
  const filled = new Map<string, { readonly index: number; readonly fact: Expression }[]>();
  template.objects.forEach((object, index) => {
    const fact = metadataOf(object, 'namespace');
    if (fact === undefined) return;
    const key = identityKey(rendered[index].identity);
    filled.set(key, [...(filled.get(key) ?? []), { index, fact }]);
  });
  return rendered.flatMap(({ identity, when }, index) => {
    const { namespace: literal, ...rest } = identity;
    if (literal === undefined) return [];
    return (filled.get(identityKey(rest)) ?? [])
      .filter((other) => !areExclusive(rendered[other.index].when, when))
      .map(({ fact, index: other }) => ({ fact, literal, isNamespace: false, objects: [other, index] as const }));
  });
}

function ofNamespaces(rendered: readonly RenderedObject[], template: Template): Candidate[] {
  const namespaces = rendered.flatMap(({ identity }, index) => (identity.kind === 'Namespace' ? [index] : []));
  const named = namespaces.map((index) => ({ index, fact: metadataOf(template.objects[index], 'name') }));
  return named.flatMap(({ index, fact }) => (fact === undefined ? [] : named
    .filter((other) => other.fact === undefined && !areExclusive(rendered[index].when, rendered[other.index].when))
    .map((other) => ({
      fact, literal: rendered[other.index].identity.name, isNamespace: true, objects: [index, other.index] as const,
    }))));
}
