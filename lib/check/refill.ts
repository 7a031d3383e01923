import { patch } from '../synth/exceptions';
import { differenceOfObjects, pathDescriber } from '../template/difference';
import { identityKey, identityOf } from '../template/identity';
import type { Json } from '../template/json';
import { CompiledTemplate, FillError } from '../template/template';
import { emitYaml } from '../template/yaml';
import { type ChartFile, type Finding, show, unexplained } from './chart-files';

/**
 * Fills the template that `parity.json` holds and compares the result with the file that was written.
 *
 * The comparison is of bytes: text that two YAML readers could take for different values is a difference too.
 */
export function findUnfilled(file: ChartFile, template: CompiledTemplate): Finding[] {
  const { target, record, exceptions, evaluate, text } = file;
  const fail = (where: string, message: string, got?: string, expected?: string): Finding =>
    ({
      target: target.name,
      failure: unexplained([record.file, where].filter(Boolean).join(' > '), message, got, expected),
    });
  try {
    if (exceptions.length === 0 && template.renderYaml(evaluate) === text) return [];
    const objects = template.fill(evaluate).map(({ id, body }) => ({ id, body }));
    for (const { object, patch: operations } of exceptions) {
      const at = objects.findIndex(({ id }) => id === object);
      if (at < 0) return [fail(object, 'an exception is for an object that is not here')];
      const patched = patch(objects[at].body, operations);
      if ('problem' in patched) return [fail(object, 'an exception does not apply', patched.problem)];
      objects[at] = { id: object, body: patched.body };
    }
    const expected = emitYaml(objects.map(({ body }) => body));
    if (expected === text) return [];
    const findings = compareObjects(file, objects);
    return findings.length > 0 ? findings : [fail(...firstLineThatDiffers(text, expected))];
  } catch (cause) {
    if (!(cause instanceof FillError) && !(cause instanceof TypeError)) throw cause;
    return [fail(cause instanceof FillError ? cause.object.id : '',
      'the values of parity.json do not fill the template', cause.message)];
  }
}

function compareObjects(
  file: ChartFile, objects: readonly { id: string; body: Json }[],
): Finding[] {
  const { target, record, documents } = file;
  const written = documents.map(({ body }) => body);
  const expected = objects.map(({ body }) => body);
  const findings: Finding[] = [];
  const add = (object: string, path: string, message: string, got?: string, wanted?: string) => findings.push({
    target: target.name, object,
    failure: unexplained([record.file, object, path].filter(Boolean).join(' > '), message, got, wanted),
  });
  for (const difference of differenceOfObjects(expected, written)) {
    const { before, after, indexBefore, identity } = difference;
    const id = indexBefore === undefined ? identity : objects[indexBefore].id;
    if (after === undefined) add(id, '', 'an object is gone that its template and values give');
    else if (before === undefined) add(id, '', 'an object is no part of its template');
    else {
      const [former, latter] = [pathDescriber(before), pathDescriber(after)];
      for (const field of difference.fields) {
        add(id, field.kind === 'removed' ? former(field.path) : latter(field.path),
          field.kind === 'reordered'
            ? 'a list is not in the order of its template'
            : 'a value is not what its template and values give',
          show(field.after, file, { id, body: after }, field.path),
          show(field.before, file, { id, body: before }, field.pathBefore ?? field.path));
      }
    }
  }
  const order = (bodies: readonly Json[]) => bodies.map((body) => identityKey(identityOf(body)));
  if (findings.length === 0 && order(written).join('\n') !== order(expected).join('\n')) {
    add('', '', 'the objects are not in the order of their template', order(written).join(', '),
      order(expected).join(', '));
  }
  return findings;
}

/** Equal values in other words: quotes, comments, the order of keys. */
function firstLineThatDiffers(text: string, expected: string): [where: string, message: string] {
  const [got, wanted] = [text.split('\n'), expected.split('\n')];
  const line = got.findIndex((content, i) => content !== wanted[i]);
  const where = `line ${line < 0 ? got.length : line + 1}`;
  return [where, 'the text is not what the template gives, though one reader takes it for the same'];
}
