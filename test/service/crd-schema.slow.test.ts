import fc from 'fast-check';
import { CUSTOM_API_VERSIONS, type CustomKinds } from '../../lib/service/custom-object';
import { type Json, type JsonObject, type Path, isJsonObject } from '../../lib/template/json';
import { loadCrds, validate } from './crd-schema';
import { toJsonSchema } from './crd-to-json-schema';
import { GOOD } from './custom-objects';

const kinds = Object.keys(GOOD) as (keyof CustomKinds)[];

const pathsOf = (value: Json, path: Path = []): Path[] => [
  path, ...Object.entries(isJsonObject(value) || Array.isArray(value) ? value : {})
    .flatMap(([key, each]) => pathsOf(each as Json, [...path, Array.isArray(value) ? Number(key) : key])),
];

/** A copy with another value at a path; undefined takes it away. */
const edit = (value: Json, [step, ...rest]: Path, to: Json | undefined): Json | undefined => {
  if (step === undefined) return to;
  const copy = (Array.isArray(value) ? [...value] : { ...value as JsonObject }) as Record<string | number, unknown>;
  const edited = edit(copy[step] as Json, rest, to);
  if (edited !== undefined) copy[step] = edited;
  else if (Array.isArray(copy)) copy.splice(Number(step), 1);
  else delete copy[step];
  return copy as unknown as Json;
};

const replacement = fc.oneof(
  fc.constantFrom<Json | undefined>(undefined, null, '', 'x', 0, 70_000, 0.5, true, [], {}, [{}], { type: 'x' }),
  fc.constantFrom('name', 'port', 'kind').map((name) => ({ [name]: 'x' })),
);

test.each(kinds)('%s: what is found does not depend on how much of its schema is read', (kind) => {
  const crd = loadCrds().get(`${CUSTOM_API_VERSIONS[kind]} ${kind}`);
  const root = crd?.spec.versions[0].schema.openAPIV3Schema ?? {};
  const good = JSON.parse(JSON.stringify({
    apiVersion: CUSTOM_API_VERSIONS[kind], kind, ...GOOD[kind], metadata: { name: 'api' },
  })) as JsonObject;
  const whole = toJsonSchema(root);
  let failing = 0;
  const paths = pathsOf(good).filter((path) => path.length > 0);
  fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom(...paths), replacement), { maxLength: 3 }), (edits) => {
    const object = edits.reduce((each, [path, to]) => {
      try { return edit(each, path, to) as JsonObject; } catch { return each; }
    }, good);
    const problems = validate(whole, object);
    if (problems.length > 0) failing++;
    expect(validate(toJsonSchema(root, object), object)).toEqual(problems);
  }), { numRuns: 100 });
  expect(failing).toBeGreaterThan(20);
});
