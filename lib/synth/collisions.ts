import type { Chart } from 'cdk8s';
import type { ParityFailure } from '../template/error';
import type { Evaluate, Expression } from '../template/expression';
import { identityKey } from '../template/identity';
import { type RenderedObject, type Template, areExclusive } from '../template/template';

/** Two objects that are one where a namespace fact says so. */
interface Candidate {
  readonly namespace: Expression;
  readonly literal: string;
  readonly objects: readonly [number, number];
}

/**
 * Finds objects that would overwrite each other in one environment only: a name that stands both in a namespace fact
 * and in a namespace that is written out. Almost no chart has candidates, and only those are evaluated.
 */
export class Collisions {
  private readonly candidates: readonly Candidate[];

  constructor(private readonly chart: Chart, rendered: readonly RenderedObject[], private readonly template: Template) {
    if (rendered.every(({ identity }) => identity.namespace === undefined)) {
      this.candidates = [];
      return;
    }
    const filled = new Map<string, { readonly index: number; readonly namespace: Expression }[]>();
    template.objects.forEach(({ places }, index) => {
      const place = places.find(({ path }) => path.length === 2 && path[0] === 'metadata' && path[1] === 'namespace');
      if (place === undefined || !('value' in place)) return;
      const key = identityKey(rendered[index].identity);
      filled.set(key, [...(filled.get(key) ?? []), { index, namespace: place.value }]);
    });
    this.candidates = rendered.flatMap(({ identity, when }, index) => {
      const { namespace: literal, ...rest } = identity;
      if (literal === undefined) return [];
      return (filled.get(identityKey(rest)) ?? [])
        .filter((other) => !areExclusive(rendered[other.index].when, when))
        .map((other) => ({ namespace: other.namespace, literal, objects: [other.index, index] as const }));
    });
  }

  /** The collisions in one target. */
  in(target: string, evaluate: Evaluate): ParityFailure[] {
    return this.candidates.filter(({ namespace, literal }) => evaluate(namespace) === literal)
      .map(({ literal, objects }) => {
        const [one, other] = objects.map((index) => this.template.objects[index]);
        return {
          code: 'PARITY_DUPLICATE_OBJECT',
          message: 'two objects have the same identity in one environment',
          where: `${target}: ${this.chart.node.path} > ${other.id}`,
          got: `${one.construct} and ${other.construct}, both in namespace '${literal}'`,
          fix: 'name one of them differently',
        };
      });
  }
}
