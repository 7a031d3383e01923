import { Chart, Testing } from 'cdk8s';
import * as certManager from '../../lib/imports/cert-manager';
import { CUSTOM_API_VERSIONS, type CustomKinds, createCustomObject } from '../../lib/service/custom-object';
import type { JsonObject } from '../../lib/template/json';
import { findSchemaProblems, loadCrds, validate } from './crd-schema';
import { toJsonSchema } from './crd-to-json-schema';
import { GOOD } from './custom-objects';

const kinds = Object.keys(GOOD) as (keyof CustomKinds)[];

const render = <K extends keyof CustomKinds>(kind: K, manifest: CustomKinds[K]): JsonObject => {
  const chart = new Chart(Testing.app(), 'shop');
  createCustomObject(chart, 'api', kind, { ...manifest, metadata: { name: 'api' } });
  return Testing.synth(chart)[0] as JsonObject;
};

/** A good object with another spec. */
const problemsWith = (kind: keyof CustomKinds, spec: object) =>
  findSchemaProblems({ ...render(kind, GOOD[kind]), spec: { ...GOOD[kind].spec, ...spec } } as unknown as JsonObject);

const withRule = (rule: object) => problemsWith('HTTPRoute', { rules: [rule] });

describe('a custom object', () => {
  test.each(kinds)('%s, typed as plain data, is what its definition asks for', (kind) => {
    expect(findSchemaProblems(render(kind, GOOD[kind]))).toEqual([]);
  });

  test('has the version that its definition stores, and each definition is used', () => {
    const versions = kinds.map((kind) => `${CUSTOM_API_VERSIONS[kind]} ${kind}`).sort();
    expect([...loadCrds().keys()].sort()).toEqual(versions);
  });

  test('of a generated class is spelled as in manifests', () => {
    const chart = new Chart(Testing.app(), 'shop');
    new certManager.Certificate(chart, 'tls', {
      metadata: { name: 'tls' }, spec: { secretName: 'tls', issuerRef: { name: 'ca' }, isCa: true },
    });
    const [certificate] = Testing.synth(chart);
    expect(certificate.spec.isCA).toBe(true);
    expect(findSchemaProblems(certificate)).toEqual([]);
  });

  test('with a wrong name or value does not compile', () => {
    const spelled: CustomKinds['Certificate']['spec'] = {
      secretName: 'tls', issuerRef: { name: 'ca' },
      // @ts-expect-error as the class spells it
      isCa: true,
    };
    // @ts-expect-error no value of the enum
    const lower: CustomKinds['GRPCRoute'] = { spec: { rules: [{ matches: [{ method: { type: 'exact' } }] }] } };
    // @ts-expect-error deep inside
    const deep: CustomKinds['SecretStore'] = { spec: { provider: { fake: { data: [{ key: 'a', valu: 'b' }] } } } };
    expect([spelled, lower, deep]).toHaveLength(3);
  });
});

describe('the schema check', () => {
  test.each<[string, () => string[], string[]]>([
    ['an unknown field', () => withRule({ backendRef: [] }), ['spec.rules[0].backendRef: unknown field']],
    [
      'a field that only a controller writes',
      () => findSchemaProblems({ ...render('Certificate', GOOD.Certificate), status: {} }),
      ['status: unknown field'],
    ],
    [
      'an unknown field of metadata',
      () => findSchemaProblems({ ...render('Certificate', GOOD.Certificate), metadata: { name: 'a', label: {} } }),
      ['metadata.label: unknown field'],
    ],
    [
      'a name that the API server refuses',
      () => findSchemaProblems({ ...render('Certificate', GOOD.Certificate), metadata: { name: 'Shop' } }),
      [expect.stringMatching(/^metadata\.name: must match pattern/)],
    ],
    ['a missing field', () => problemsWith('ScaledObject', { triggers: [{ type: 'cpu' }] }), [
      'spec.triggers[0].metadata: missing',
    ]],
    ['no value of the enum', () => withRule({ filters: [{ type: 'Cors' }] }), [
      'spec.rules[0].filters[0].type: must be equal to one of the allowed values: RequestHeaderModifier, '
      + 'ResponseHeaderModifier, RequestMirror, RequestRedirect, URLRewrite, ExtensionRef, CORS',
    ]],
    ['a wrong type', () => withRule({ timeouts: { request: 10 } }), ['spec.rules[0].timeouts.request: must be string']],
    ['a wrong pattern', () => withRule({ timeouts: { request: '10' } }), [
      expect.stringMatching(/^spec\.rules\[0\]\.timeouts\.request: must match pattern/),
    ]],
    ['too large a number', () => withRule({ backendRefs: [{ name: 'a', port: 70000 }] }), [
      'spec.rules[0].backendRefs[0].port: must be <= 65535',
    ]],
    ['too few entries', () => problemsWith('BackendTLSPolicy', { targetRefs: [] }), [
      'spec.targetRefs: must NOT have fewer than 1 items',
    ]],
    [
      'two entries with the same key',
      () => problemsWith('Gateway', { listeners: [1, 2].map((port) => ({ name: 'a', port, protocol: 'HTTP' })) }),
      ['spec.listeners: has two entries with the same keys'],
    ],
    [
      'neither a number nor text',
      () => problemsWith('Cluster', { resources: { limits: { cpu: 0.5 } } }),
      ['spec.resources.limits.cpu: must be integer,string'],
    ],
    [
      'no date',
      () => problemsWith('Cluster', { managed: { roles: [{ name: 'a', validUntil: 'tomorrow' }] } }),
      ['spec.managed.roles[0].validUntil: must match format "date-time"'],
    ],
    [
      'not one provider',
      () => problemsWith('SecretStore', { provider: { fake: { data: [] }, nosuch: {} } }),
      ['spec.provider.nosuch: unknown field', 'spec.provider: must NOT have more than 1 properties'],
    ],
  ])('finds %s', (_, problems, expected) => {
    expect(problems()).toEqual(expected);
  });

  test.each([
    ['a kind', { apiVersion: 'example.com/v1', kind: 'Widget' }],
    ['a version', { apiVersion: 'gateway.networking.k8s.io/v1alpha2', kind: 'HTTPRoute' }],
    ['nothing', {}],
  ])('does not pass %s that has no definition', (_, object) => {
    expect(findSchemaProblems(object)).toEqual([expect.stringMatching(/^there is no schema of /)]);
  });

  test('leaves the object as it was, also where the schema has defaults', () => {
    const object = render('HTTPRoute', { spec: { rules: [{}] } });
    const before = JSON.stringify(object);
    expect(findSchemaProblems(object)).toEqual([]);
    expect(JSON.stringify(object)).toBe(before);
  });
});

describe('a definition read as JSON Schema', () => {
  const check = (spec: object, value: unknown) => {
    const properties = { apiVersion: { type: 'string' }, kind: { type: 'string' }, spec };
    const object = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'a' }, spec: value } as JsonObject;
    return validate(toJsonSchema({ type: 'object', properties }, object), object);
  };
  const text = { type: 'string' };

  test.each<[string, object, unknown, string[]]>([
    ['an object without fields has none', { type: 'object' }, { a: 1 }, ['spec.a: unknown field']],
    ['a map has any', { type: 'object', additionalProperties: text }, { a: '1', b: '2' }, []],
    ['a map has typed values', { type: 'object', additionalProperties: text }, { a: 1 }, ['spec.a: must be string']],
    [
      'fields inside a map are known too',
      { type: 'object', additionalProperties: { type: 'object', properties: { a: text } } }, { x: { a: '1', b: '2' } },
      ['spec.x.b: unknown field'],
    ],
    [
      'fields may be preserved, and the named ones hold',
      { 'type': 'object', 'properties': { a: text }, 'x-kubernetes-preserve-unknown-fields': true }, { a: 1, b: 2 },
      ['spec.a: must be string'],
    ],
    [
      'preserving ends where fields are named',
      {
        'type': 'object', 'x-kubernetes-preserve-unknown-fields': true,
        'properties': { a: { type: 'object', properties: { b: text } } },
      },
      { a: { c: 1 } },
      ['spec.a.c: unknown field'],
    ],
    [
      'an embedded resource has a version, a kind and metadata',
      { 'type': 'object', 'x-kubernetes-embedded-resource': true, 'properties': { spec: { type: 'object' } } },
      { kind: 'Pod', metadata: { name: 'a' }, spec: {}, data: {} },
      ['spec.apiVersion: missing', 'spec.data: unknown field'],
    ],
    ['null is a value where it may be', { type: 'string', nullable: true, enum: ['a'] }, null, []],
    ['and else is none', { type: 'string', enum: ['a'] }, null, [
      'spec: must be equal to one of the allowed values: a', 'spec: must be string',
    ]],
    ['an integer or text', { 'x-kubernetes-int-or-string': true, 'pattern': '^\\d+%$' }, 'x', [
      'spec: must match pattern "^\\d+%$"',
    ]],
    ['is an integer too', { 'x-kubernetes-int-or-string': true, 'pattern': '^\\d+%$' }, 5, []],
    ['a set has no entry twice', { 'type': 'array', 'items': text, 'x-kubernetes-list-type': 'set' }, ['a', 'a'], [
      'spec: must NOT have duplicate items (items ## 1 and 0 are identical)',
    ]],
    [
      'a default stands for a required field',
      { type: 'object', required: ['a'], properties: { a: { ...text, default: 'b' } } }, {}, [],
    ],
    [
      'fields that only a condition names stay unknown',
      { type: 'object', properties: { a: text }, anyOf: [{ required: ['a'] }, { required: ['b'] }] }, { b: '1' },
      ['spec.b: unknown field'],
    ],
    ['a field named like one of every object is a field', { type: 'object' }, { constructor: 1 }, [
      'spec.constructor: unknown field',
    ]],
  ])('%s', (_, schema, value, problems) => {
    expect(check(schema, value)).toEqual(problems);
  });
});
