import { dirname, sep } from 'node:path';
import type { ApiObject, Chart } from 'cdk8s';
import type { Session } from '../environment/session';
import { ParityError, type ParityFailure } from '../template/error';
import { identityOf } from '../template/identity';
import { type Json, formatPath } from '../template/json';
import { isNamespaceFact } from '../template/locked';
import { Hole } from '../template/node';
import type { TemplateNode } from '../template/node';
import type { Condition, RenderedObject } from '../template/template';
import { templateOf } from '../template/templating';
import { objectsInOrder } from './object-order';
import { BranchAssignment, type PlaceholderResolver } from './placeholder-resolver';
import { withShortcut } from './render-shortcut';

/** More combinations of branches in one object than a person could review. */
const MAX_VARIANTS = 64;
/** The folder of this library's own code: what it throws is about the author's, not about its own lines. */
const LIBRARY = dirname(__dirname) + sep;

export interface RenderedChart {
  readonly objects: readonly RenderedObject[];
  readonly failures: readonly ParityFailure[];
  /** Whether every object could be rendered: otherwise nothing can be said of what the chart does not place. */
  readonly isWhole: boolean;
}

/** Renders a chart's objects into template nodes: every branch of every alternative, dependencies first. */
export function renderChart(chart: Chart, session: Session, resolver: PlaceholderResolver): RenderedChart {
  const objects: RenderedObject[] = [];
  const unrendered: ParityFailure[] = [];
  const failures: ParityFailure[] = [];
  for (const object of objectsInOrder(chart)) {
    const guards = session.guards.get(object) ?? [];
    for (const variant of renderVariants(object, guards, resolver, unrendered)) {
      const { node, problems } = templateOf(variant.json, session.registry);
      for (const problem of problems) {
        failures.push({
          code: problem.code, message: problem.message, got: problem.got, fix: problem.fix,
          where: `${object.node.path} > ${object.kind}/${printable(object.name)} > ${formatPath(problem.path)}`,
        });
      }
      objects.push({ identity: identityOf(logicalBody(node)), construct: object.node.path, node, when: variant.when });
    }
  }
  // What constructs of others threw holds placeholders as they saw them.
  const named = [...unrendered, ...failures].map((failure) =>
    (failure.got === undefined ? failure : { ...failure, got: session.registry.explain(failure.got) }));
  return { objects, failures: named, isWhole: unrendered.length === 0 };
}

function* renderVariants(
  object: ApiObject,
  guards: readonly Condition[],
  resolver: PlaceholderResolver,
  failures: ParityFailure[],
) {
  const pending: (readonly Condition[])[] = [guards];
  for (let count = 0; pending.length > 0; count++) {
    const given = pending.shift() as readonly Condition[];
    if (count >= MAX_VARIANTS) {
      failures.push({
        code: 'PARITY_TOO_MANY_BRANCHES',
        message: 'the alternatives of one object multiply',
        where: object.node.path,
        got: `more than ${MAX_VARIANTS} combinations`,
        fix: 'choose by fewer facts in one object',
      });
      return;
    }
    resolver.branches = new BranchAssignment(given);
    const json = withShortcut(resolver, () => renderObject(object, failures));
    if (json === undefined) return;
    let when = given;
    for (const { condition, others } of resolver.branches.picks) {
      for (const other of others) pending.push([...when, { of: condition.of, is: other }]);
      when = [...when, condition];
    }
    yield { json, when };
  }
}

/** An object's JSON; what goes wrong is reported with the others of the run. */
function renderObject(object: ApiObject, failures: ParityFailure[]): unknown {
  try {
    return object.toJson();
  } catch (cause) {
    failures.push(renderFailure(object.node.path, cause));
    return undefined;
  }
}

/** cdk8s wraps what a construct threw into text; the failure inside is worth more than the wrapping. */
export function renderFailure(path: string, cause: unknown): ParityFailure {
  if (cause instanceof ParityError) return { ...cause.failure, where: cause.failure.where ?? path };
  const message = cause instanceof Error ? cause.message : String(cause);
  const inner = /(PARITY_[A-Z_]+): (.*)(?:\n {2}where: {4}(.*))?\n {2}got: {6}(.*)\n {2}fix: {6}(.*)/.exec(message);
  if (inner !== null) {
    const [, code, text, where, got, fix] = inner;
    return { code: code as ParityFailure['code'], message: text, where: [path, where].filter(Boolean).join(' '), got, fix };
  }
  return {
    code: 'PARITY_RENDER', message: 'an object could not be rendered', where: path,
    got: [message.split('\n')[0], frameOf(cause)].filter(Boolean).join(' '),
    fix: 'mend the construct; a placeholder must be placed, not looked into',
  };
}

/** The body whose texts are the template's: a hash at the end of a name and a namespace fact are no part of identity. */
function logicalBody(node: TemplateNode): Json {
  if (typeof node !== 'object' || node === null || node instanceof Hole) return null;
  const { apiVersion, kind, metadata } = node as Record<string, TemplateNode>;
  const { name, namespace, generateName } = (metadata ?? {}) as Record<string, TemplateNode>;
  return {
    apiVersion: plainText(apiVersion) ?? '',
    kind: plainText(kind) ?? '',
    metadata: {
      name: plainText(name) ?? fixedText(name) ?? namespaceName(kind, name) ?? '',
      ...(typeof namespace === 'string' ? { namespace } : {}),
      ...(typeof generateName === 'string' ? { generateName } : {}),
    },
  };
}

function plainText(node: TemplateNode | undefined): string | undefined {
  return typeof node === 'string' ? node : undefined;
}

/** The literal start of an interpolated name, without the dash before what is filled. */
function fixedText(node: TemplateNode | undefined): string | undefined {
  if (!(node instanceof Hole) || node.value.op !== 'interpolate') return undefined;
  const [first] = node.value.parts;
  return typeof first === 'string' ? first.replace(/-$/, '') : undefined;
}

/** A Namespace that is named by the fact goes by the fact's own name: `Namespace/namespace`. */
function namespaceName(kind: TemplateNode | undefined, name: TemplateNode | undefined): string | undefined {
  return kind === 'Namespace' && name instanceof Hole && isNamespaceFact(name.value) ? 'namespace' : undefined;
}

/** Names are input: what could steer a terminal is shown escaped. */
function printable(text: unknown): string {
  return typeof text === 'string' ? JSON.stringify(text).slice(1, -1) : '(placeholder)';
}

/** The line that threw, of the author or of another library. */
function frameOf(cause: unknown): string | undefined {
  const frame =
    cause instanceof Error
      ? cause.stack
          ?.split('\n')
          .find((line) => /^\s+at /.test(line) && !line.includes(LIBRARY))
          ?.trim()
      : undefined;
  return frame;
}
