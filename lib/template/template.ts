import { digestJson } from './canonical';
import { EvaluationError } from './evaluate';
import type { Evaluate, Expression } from './expression';
import { type Identity, identityKey } from './identity';
import type { Json, Path } from './json';
import { type PortableNode, type PortablePlace, fillNode } from './node';
import type { TemplateNode } from './node';
import { fromPortable, toPortable } from './portable';
import { type YamlTemplate, compileYaml, renderYaml } from './yaml-template';

/** A condition under which an object is part of an environment: an alternative's branch. */
export interface Condition { readonly of: Expression; readonly is: string }

/** One object of a template as plain data. */
export interface TemplateObject extends PortableNode {
  /**
   * The logical identity, short and unique among the objects that can stand side by side: `Deployment/checkout-api`.
   *
   * A namespace fact, a content hash at the end of a name and a chosen alternative are no part of it.
   * A Namespace that the fact names is `Namespace/namespace`.
   */
  readonly id: string;
  /** The path of the construct that wrote it. */
  readonly construct: string;
  /** All must hold. @default - it is part of every environment */
  readonly when?: readonly Condition[];
}

/** The manifests of one chart, rendered once for all environments. */
export interface Template { readonly objects: readonly TemplateObject[] }

/** What tells one template from another: its content, not where in the program it was written. */
export function digestTemplate(template: Template): string {
  return digestJson(
    template.objects.map(({ id, body, places, when }) => ({ id, body, places, when: when ?? [] })) as unknown as Json,
  );
}

/** One object of one environment. */
export interface FilledObject { readonly id: string; readonly construct: string; readonly body: Json }

/** A template made ready to be filled for many environments. */
export class CompiledTemplate {
  private readonly objects: readonly {
    readonly object: TemplateObject;
    readonly node: TemplateNode;
    yaml?: YamlTemplate;
  }[];

  /** @param nodes the objects' nodes, when they are still at hand from rendering. @default - read from the template */
  constructor(
    readonly template: Template,
    nodes?: readonly TemplateNode[],
  ) {
    this.objects = template.objects.map((object, i) => ({ object, node: nodes?.[i] ?? fromPortable(object) }));
  }

  /**
   * Fills the template: pure, linear in its size.
   *
   * @throws FillErrors naming every place that has no value
   */
  fill(evaluate: Evaluate): FilledObject[] {
    return this.chosen(evaluate).map(({ object, node }) => ({
      id: object.id,
      construct: object.construct,
      body: this.guard(object, evaluate, () => fillNode(node, evaluate)),
    }));
  }

  /** The text of one file: the same as emitting `fill`, at a fraction of its cost. */
  renderYaml(evaluate: Evaluate): string {
    return this.chosen(evaluate)
      .map((entry) => {
        entry.yaml ??= compileYaml(entry.node);
        return this.guard(entry.object, evaluate, () => renderYaml(entry.yaml as YamlTemplate, evaluate));
      })
      .join('---\n');
  }

  private chosen(evaluate: Evaluate) {
    return this.objects.filter(({ object }) =>
      (object.when ?? []).every((condition) =>
        this.guard(object, evaluate, () => String(evaluate(condition.of)) === condition.is),
      ),
    );
  }

  /** Only a failure pays for finding out where it is. */
  private guard<T>(object: TemplateObject, evaluate: Evaluate, work: () => T): T {
    try {
      return work();
    } catch (cause) {
      if (!(cause instanceof EvaluationError) && !(cause instanceof TypeError)) throw cause;
      throw new FillError(object, findFailingPath(object, evaluate), cause);
    }
  }
}

/** A place of a template that cannot be filled in one environment. */
export class FillError extends Error {
  constructor(
    readonly object: TemplateObject,
    readonly path: Path | undefined,
    override readonly cause: EvaluationError | TypeError,
  ) {
    super(cause.message, { cause });
    this.name = 'FillError';
  }
}

function findFailingPath(object: TemplateObject, evaluate: Evaluate): Path | undefined {
  const fails = (place: PortablePlace) => {
    try {
      if ('value' in place) evaluate(place.value);
      return false;
    } catch {
      return true;
    }
  };
  return object.places.find(fails)?.path;
}

/** An object while a template is put together: its node, and the guard and construct it came from. */
export interface RenderedObject {
  readonly identity: Identity;
  readonly construct: string;
  readonly node: TemplateNode;
  readonly when: readonly Condition[];
}

/** Puts rendered objects together, giving each the shortest id that tells it from the others. */
export function assembleTemplate(objects: readonly RenderedObject[]): Template {
  const shorts = objects.map(({ identity }) => shortId(identity));
  const first = new Map<string, Identity>();
  const ambiguous = new Set<string>();
  objects.forEach(({ identity }, i) => {
    const other = first.get(shorts[i]);
    if (other === undefined) first.set(shorts[i], identity);
    else if (identityKey(other) !== identityKey(identity)) ambiguous.add(shorts[i]);
  });
  return {
    objects: objects.map(({ identity, construct, node, when }, i) => ({
      id: ambiguous.has(shorts[i]) ? identityKey(identity) : shorts[i],
      construct,
      ...(when.length > 0 ? { when } : {}),
      ...toPortable(node),
    })),
  };
}

function shortId(identity: Identity): string {
  return `${identity.kind}/${identity.name}${identity.generated ? '*' : ''}`;
}

/** Whether two objects can never be part of the same environment. */
export function areExclusive(a: readonly Condition[], b: readonly Condition[]): boolean {
  return a.some((x) => b.some((y) => x.is !== y.is && JSON.stringify(x.of) === JSON.stringify(y.of)));
}

/** What fills a field of an object's metadata, such as its name; undefined when nothing does. */
export function metadataOf({ places }: PortableNode, field: string): Expression | undefined {
  for (const place of places) {
    const { path } = place;
    if (path.length === 2 && path[1] === field && path[0] === 'metadata' && 'value' in place) return place.value;
  }
  return undefined;
}
