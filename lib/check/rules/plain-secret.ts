import type { TemplateObject } from '../../template/template';
import { type Json, type JsonObject, isJsonObject } from '../../template/json';
import { podSpecsOf } from '../../template/locked';
import type { CheckFinding, Rule } from '../rule';
import { finding } from '../rule-finding';

export const plainSecretRule: Rule = {
  id: 'plain-secret',
  severity: 'note',
  what: 'a variable or a setting is called like a secret, and its value stands in the manifests',
  why: 'manifests are committed, reviewed and kept: what stands in them is known to many, and for ever',
  fix: "declare it with secrets('...', { keys }) and read it by env; or call it otherwise, if it is none",
  *find({ charts }) {
    for (const chart of charts) {
      for (const object of chart.template.objects) yield* findIn(chart.id, object);
    }
  },
};

/** `DB_PASSWORD`, `apiToken`, `AWS_SECRET_ACCESS_KEY`; not `TOKEN_URL`, `SECRET_NAME` or `PASSWORD_FILE`. */
const NAME = /(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)$/i;

function* findIn(chart: string, object: TemplateObject): Generator<CheckFinding> {
  for (const name of settingsOf(object)) {
    if (!NAME.test(name)) continue;
    yield finding(plainSecretRule, {
      code: 'PARITY_PLAIN_SECRET', message: 'something that is called like a secret is written out',
      where: `${chart} > ${object.id}`, got: `'${name}'`, fix: plainSecretRule.fix,
    }, undefined);
  }
}

/** The names of what an object writes out: variables of containers that have a text, and the keys of a ConfigMap. */
function settingsOf({ body }: TemplateObject): string[] {
  if (!isJsonObject(body)) return [];
  if (body.kind === 'ConfigMap') return isJsonObject(body.data) ? Object.keys(body.data) : [];
  return podSpecsOf(String(body.kind), []).flatMap((path) => {
    const pod = path.reduce<Json | undefined>((at, step) => (isJsonObject(at) ? at[step] : undefined), body);
    return containersOf(pod).flatMap(({ env }) => objectsIn(env))
      // null is what a placeholder fills: a value all the same; an empty text is none.
      .filter(({ value }) => value !== undefined && value !== '').map(({ name }) => String(name));
  });
}

function containersOf(pod: Json | undefined): readonly JsonObject[] {
  return isJsonObject(pod) ? [...objectsIn(pod.initContainers), ...objectsIn(pod.containers)] : [];
}

function objectsIn(list: Json | undefined): readonly JsonObject[] {
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}
