import type { Construct } from 'constructs';
import { ParityChart, vary } from '../../lib';
import { explain, type Question } from '../../lib/report/explain/explain';
import { explainFact, explainVariation } from '../../lib/report/explain/explain-input';
import { ExplainSession } from '../../lib/report/explain/explain-session';
import type { Explanation, PlaceExplanation } from '../../lib/report/explain/explanation';
import { explanationLines } from '../../lib/report/explain/explanation-lines';
import { type Assembly, assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import { narrowed, selectCharts } from '../../lib/synth/assembly/select-charts';
import { failureOf, place, render, shop } from '../environment/fixtures/probe';
import { explainedApp } from './explain-shop';

const same = (text: string) => text;
const style = { good: same, bad: same, dim: same, bold: same };
let assembly: Assembly;
let session: ExplainSession;
beforeAll(() => {
  assembly = assemblyInMemory(explainedApp().render());
  session = new ExplainSession(assembly);
});

const ask = (environment: string, object?: string, path?: string): Explanation =>
  explain(session, { environment, object, path } as Question);
const linesOf = (explanation: Explanation, width = 120) => explanationLines(explanation, { width, style }).join('\n');
const placeOf = (environment: string, object: string, path: string) =>
  ask(environment, object, path).explanations[0] as PlaceExplanation;
const container = 'spec.template.spec.containers[api]';

test('a variation: its value, where that is set, what was declared, and the other environments', () => {
  expect(linesOf(ask('production/eu', 'Deployment/checkout', 'spec.replicas'))).toMatchInlineSnapshot(`
"production/eu  Deployment/checkout  spec.replicas

value      6
from       replicas
construct  checkout/deployment (chart checkout, class Checkout, owner shop)
file       production/eu/checkout.k8s.yaml

variation  replicas = 6, set by the overlay at test/report/explain-shop.ts:77
           type integer, from 1 to 50, default 2, declared at test/report/explain-shop.ts:14
           why: traffic differs (owner payments)

elsewhere  local          2  replicas 2 (default)
           production/us  7  by an exception"
`);
});

test('a host inside a URL inside a JSON document inside a ConfigMap', () => {
  expect(linesOf(ask('production/us', 'ConfigMap/checkout-config', 'data["links.json"]'))).toMatchInlineSnapshot(`
"production/us  ConfigMap/checkout-config  data["links.json"]

value      '{"public":{"url":"https://checkout.example.com/pay"},"retries":3}'
from       json(env.domain): a JSON document with env.domain
             public.url             https://checkout.example.com/pay  https://checkout.<env.domain>/pay
               "https://checkout."  fixed
               "example.com"        env.domain
               "/pay"               fixed
written as ConfigMap/checkout-config-e96c50fb48
construct  checkout/config (chart checkout, class Checkout, owner shop)
file       production/us/checkout.k8s.yaml

fact       env.domain = example.com, answered by the environment at test/report/explain-shop.ts:74

elsewhere  local          '{"public":{"url":"https://checkout.localtest.me/pay"},              env.domain localtest.me
                          "retries":3}'
           production/eu  '{"public":{"url":"https://checkout.eu.example.com/pay"},            env.domain eu.example.com
                          "retries":3}'"
`);
});

test('a derivation in a YAML document, by a path into it', () => {
  expect(linesOf(ask('production/us', 'ConfigMap/checkout-config', 'data["limits.yaml"].cache.megabytes')))
    .toMatchInlineSnapshot(`
"production/us  ConfigMap/checkout-config  data["limits.yaml"].cache.megabytes

value      1024
from       unit(memory, Mi): memory in Mi
             memory  1Gi
written as ConfigMap/checkout-config-e96c50fb48
construct  checkout/config (chart checkout, class Checkout, owner shop)
file       production/us/checkout.k8s.yaml

variation  memory = 1Gi, set by the overlay at test/report/explain-shop.ts:79
           type memory, from 64Mi to 4Gi, default 256Mi, declared at test/report/explain-shop.ts:15
           why: caches differ (owner shop)

elsewhere  local          256  memory 256Mi (default)
           production/eu  256  memory 256Mi (default)"
`);
});

test('an exception: who made it, why, until when, and what it replaced', () => {
  expect(linesOf(ask('production/us', 'Deployment/checkout', 'spec.replicas'))).toMatchInlineSnapshot(`
"production/us  Deployment/checkout  spec.replicas

value      7
from       an exception
           without it: 6, from replicas
exception  a launch (owner payments, since 2026-11-01, until 2099-12-31) test/report/explain-shop.ts:80
construct  checkout/deployment (chart checkout, class Checkout, owner shop)
file       production/us/checkout.k8s.yaml

variation  replicas = 6, set by the overlay at test/report/explain-shop.ts:77
           type integer, from 1 to 50, default 2, declared at test/report/explain-shop.ts:14
           why: traffic differs (owner payments)

elsewhere  local          2  replicas 2 (default)
           production/eu  6  replicas 6 (overlay test/report/explain-shop.ts:77)"
`);
});

test('an alternative that runs a stand-in', () => {
  expect(linesOf(ask('local', 'Deployment/checkout', `${container}.env[PAYMENTS].value`))).toMatchInlineSnapshot(`
"local  Deployment/checkout  spec.template.spec.containers[api].env[PAYMENTS].value

value      http://stub:8080
from       lookup(env.capabilities.payments, true: https://pay.<env.domain>, false: http://stub:8080)
           what env.capabilities.payments chooses: true gives https://pay.<env.domain>, false gives http://stub:8080
             env.capabilities.payments  false
           a stand-in for the payment provider: no sandbox for laptops
             owner payments, until 2099-03-31, shown to conform by test/stub.test.ts, test/report/explain-shop.ts:45
construct  checkout/deployment (chart checkout, class Checkout, owner shop)
file       local/checkout.k8s.yaml

fact       env.capabilities.payments = false, answered by the environment at test/report/explain-shop.ts:71
fact       env.domain = localtest.me, answered by the environment at test/report/explain-shop.ts:71

elsewhere  production/eu  https://pay.eu.example.com  env.capabilities.payments true, env.domain eu.example.com
           production/us  https://pay.example.com     env.capabilities.payments true, env.domain example.com"
`);
});

test('a fixed value says who wrote it, and that it is the same everywhere', () => {
  expect(linesOf(ask('local', 'Deployment/checkout', `${container}.env[PORT].value`))).toMatchInlineSnapshot(`
"local  Deployment/checkout  spec.template.spec.containers[api].env[PORT].value

value      "8080"
from       the template: fixed, so the same in all environments
construct  checkout/deployment (chart checkout, class Checkout, owner shop)
file       local/checkout.k8s.yaml

elsewhere  the same in production/eu, production/us"
`);
});

test('an object without a path: its placeholders, what exceptions changed, and how much is fixed', () => {
  expect(linesOf(ask('production/us', 'Deployment/checkout'))).toMatchInlineSnapshot(`
"production/us  Deployment/checkout

construct  checkout/deployment (chart checkout, class Checkout, owner shop)
file       production/us/checkout.k8s.yaml
exception  a launch (owner payments, since 2026-11-01, until 2099-12-31) test/report/explain-shop.ts:80

placeholder                                                   value                         from
metadata.namespace                                            shop                          env.namespace
spec.replicas                                                 7                             an exception, not replicas
spec.template.metadata.annotations["shop/secret"]             "2714888306"                  contentHash(password)
spec.template.spec.containers[api].env[TRACE]                 {"name":"TRACE","value":"1"}  an exception
spec.template.spec.containers[api].env[WORKERS].value         "8"                           lookup(size, small: 1,
                                                                                            large: 8)
spec.template.spec.containers[api].env[PAYMENTS].value        https://pay.example.com       lookup(env.capabilities.paym
                                                                                            ents, true:
                                                                                            https://pay.<env.domain>,
                                                                                            false: http://stub:8080)
spec.template.spec.containers[api].image                      registry.test/shop@           <env.registry>/shop@
                                                              sha256:aaaaaaaaaaaa…          sha256:aaaaaaaaaaaa…
spec.template.spec.containers[api].resources.requests.memory  512Mi                         scale(memory, 0.5)
spec.template.spec.containers[api].args[0]                    nothing                       removed by an exception

12 values of the object are fixed by the template: the same in all environments

what ends in … is cut: --format json has all"
`);
});

test('an environment without an object: its objects by chart', () => {
  expect(linesOf(ask('production/us'))).toMatchInlineSnapshot(`
"production/us: 5 objects of 1 chart

chart     object                     placeholders
checkout  ConfigMap/checkout-config  6
          Secret/checkout            3
          Deployment/checkout        7             1 exception
          NetworkPolicy/checkout     2
          HTTPRoute/checkout         2             where env.capabilities.gateway is true"
`);
});

test('a variation by its class: values, and every place it fills, also within derivations', () => {
  expect(linesOf(explainVariation(session, 'Checkout.memory'))).toMatchInlineSnapshot(`
"Checkout.memory of chart checkout

  type memory, from 64Mi to 4Gi, default 256Mi, declared at test/report/explain-shop.ts:15
  why: caches differ (owner shop)

environment    value  from
local          256Mi  default  test/report/explain-shop.ts:15
production/eu  256Mi  default  test/report/explain-shop.ts:15
production/us  1Gi    overlay  test/report/explain-shop.ts:79

fills 3 places
  ConfigMap/checkout-config  metadata.name                                                 checkout-config-<contentHash(
                                                                                           flags, env.domain, memory)>
    local: checkout-config-f4e4c3d8b1
    production/eu: checkout-config-75fd277ae5
    production/us: checkout-config-e96c50fb48
  ConfigMap/checkout-config  data["limits.yaml"]                                           yaml(memory)
    local, production/eu: "cache:\\n  megabytes: 256\\n"  production/us: "cache:\\n  megabytes: 1024\\n"
  Deployment/checkout        spec.template.spec.containers[api].resources.requests.memory  scale(memory, 0.5)
    local, production/eu: 128Mi  production/us: 512Mi"
`);
});

test('a fact that chooses an object and a value', () => {
  expect(linesOf(explainFact(session, 'capabilities'))).toMatchInlineSnapshot(`
"env.capabilities.gateway, a fact of the environments, in 1 chart

environment    value  from
local          false  environment  test/report/explain-shop.ts:71
production/eu  true   environment  test/report/explain-shop.ts:74
production/us  true   environment  test/report/explain-shop.ts:74

fills 1 place
  HTTPRoute/checkout  the object itself  where env.capabilities.gateway is true: production/eu, production/us


env.capabilities.payments, a fact of the environments, in 1 chart

environment    value  from
local          false  environment  test/report/explain-shop.ts:71
production/eu  true   environment  test/report/explain-shop.ts:74
production/us  true   environment  test/report/explain-shop.ts:74

fills 1 place
  Deployment/checkout  spec.template.spec.containers[api].env[PAYMENTS].value  lookup(env.capabilities.payments, true:
                                                                               https://pay.<env.domain>, false:
                                                                               http://stub:8080)
    local: http://stub:8080  production/eu: https://pay.eu.example.com  production/us: https://pay.example.com"
`);
});

test('clusters that say the same are told once, and apart where their values differ', () => {
  const told = (path: string) => ask('production', 'Deployment/checkout', path).explanations.map((each) => each.kind
    === 'place' ? [each.targets, each.value] : each);
  expect(told(`${container}.env[WORKERS].value`)).toEqual([[['production/eu', 'production/us'], '8']]);
  expect(told('spec.replicas')).toEqual([[['production/eu'], 6], [['production/us'], 7]]);
});

test('the element of a list, and a whole list of them, even an empty one', () => {
  const element = placeOf('production', 'NetworkPolicy/checkout', 'spec.ingress[0].from[1].ipBlock.cidr');
  expect(element).toMatchObject({
    value: '192.168.0.0/16', elements: [{ of: 'offices', index: 1, count: 2 }],
    others: [{ target: 'local', absent: 'field' }],
  });
  expect(ask('production', 'NetworkPolicy/checkout', 'spec.ingress[0].from').explanations).toMatchObject([
    { kind: 'fields', fields: [{ value: '10.0.0.0/8', notation: 'each offices' }, { value: '192.168.0.0/16' }] },
  ]);
});

test('a part of an embedded document: the placeholders in it', () => {
  const [links] = ask('local', 'ConfigMap/checkout-config', 'data["links.json"].public').explanations;
  expect(links).toMatchObject({ kind: 'fields', fixed: 0, fields: [
    { at: 'data["links.json"].public.url', value: 'https://checkout.localtest.me/pay', inputs: ['env.domain'] },
  ] });
  expect(placeOf('local', 'ConfigMap/checkout-config', 'data["links.json"].retries'))
    .toMatchObject({ kind: 'place', from: 'template', value: 3 });
});

test('the entry of a merged map, and its absence elsewhere', () => {
  expect(placeOf('production', 'ConfigMap/checkout-config', 'data.basket')).toMatchObject({
    value: 'off', from: 'placeholder', within: ['basket'], inputs: [{ name: 'flags', from: 'overlay' }],
    others: [{ target: 'local', absent: 'field' }],
  });
});

test('an object is found by its name as written, by any case of its kind, and by its full key', () => {
  const [{ written }] = ask('local', 'ConfigMap/checkout-config').explanations as unknown as [{ written: string }];
  expect(written).toMatch(/^ConfigMap\/checkout-config-[0-9a-f]{10}$/);
  for (const name of [written, 'configmap/checkout-config', `v1/ConfigMap/shop/${written.split('/')[1]}`]) {
    expect(ask('local', name).explanations).toMatchObject([{ object: 'ConfigMap/checkout-config' }]);
  }
});

test('a content hash says what it is of', () => {
  expect(placeOf('local', 'ConfigMap/checkout-config', 'metadata.name')).toMatchObject({
    computation: { parts: [{ text: 'checkout-config-' }, { of: { op: 'hash', document: [
      { at: 'PUBLIC_URL' }, { at: '["links.json"]' }, { at: '["limits.yaml"]' }, { at: 'search', within: ['search'] },
    ] } }] },
  });
});

test('no value of a Secret is told, nor what is a Secret alone', () => {
  const texts = ['password', 'url', 'fixed'].map((key) => ask('production', 'Secret/checkout', `stringData.${key}`))
    .concat(ask('production', 'Secret/checkout'), ask('production', 'Secret/checkout', 'stringData'),
      ask('local', 'Deployment/checkout', 'spec.template.metadata.annotations["shop/secret"]'),
      explainVariation(session, 'Checkout.password'), explainFact(session, 'domain'))
    .flatMap((explanation) => [JSON.stringify(explanation), linesOf(explanation)]);
  for (const text of texts) expect(text).not.toMatch(/hunter2|local-password|topsecret|change-me/);
  expect(linesOf(ask('local', 'Secret/checkout', 'stringData.password'))).toContain('(a value of a Secret)');
});

test('where a file says something else than its template, both are told', () => {
  const altered: Assembly = { ...assembly, readFile: (path) =>
    assembly.readFile(path).replace('replicas: 6', 'replicas: 60').replace('fixed: topsecret', 'fixed: leaked') };
  const asked = (object: string, path?: string) =>
    explain(new ExplainSession(altered), { environment: 'production/eu', object, path });
  expect(asked('Deployment/checkout', 'spec.replicas')).toMatchObject({
    ok: false, explanations: [{ value: 60, expected: 6, agrees: false }],
  });
  expect(linesOf(asked('Deployment/checkout', 'spec.replicas')))
    .toContain('expected   6, by the template and its values');
  expect(asked('Deployment/checkout'))
    .toMatchObject({ ok: false, explanations: [{ disagreements: ['spec.replicas'] }] });
  expect(asked('Deployment/checkout', 'spec.selector').ok).toBe(true);
  const secret = asked('Secret/checkout', 'stringData.fixed');
  expect(secret.ok).toBe(false);
  expect(JSON.stringify(secret) + linesOf(secret)).not.toMatch(/leaked|topsecret/);
});

test('whatever names, reasons and values hold, no line is wider than the terminal or steers it', () => {
  const texts = new Set(['why', 'owner', 'reason', 'source', 'construct', 'min', 'max', 'since', 'conformance', 'for']);
  const hostile = '\u001b[2J\n\u202e<b>|`'.repeat(30);
  const index = JSON.parse(JSON.stringify(assembly.index), (key, value: unknown) =>
    (texts.has(key) && typeof value === 'string' ? value + hostile : value)) as Assembly['index'];
  const altered = new ExplainSession({ index, readFile: (path) => assembly.readFile(path)
    .replace('value: "8080"', 'value: "\\e[2J\\n\\n\\u202E8080"') });
  const answers = [
    explain(altered, { environment: 'production' }), explainVariation(altered, 'memory'),
    explainFact(altered, 'domain'),
    ...['', 'spec.replicas', `${container}.env[PORT].value`, `${container}.env[PAYMENTS].value`].flatMap((path) =>
      ['local', 'production'].map((environment) =>
        explain(altered, { environment, object: 'Deployment/checkout', path }))),
  ];
  for (const width of [40, 60, 120]) {
    for (const line of answers.flatMap((answer) => linesOf(answer, width).split('\n'))) {
      expect(line).toMatch(/^[^\p{Cc}\u202e]*$/u);
      expect([...line].length).toBeLessThanOrEqual(width);
    }
  }
});

test('what a file lacks, or holds beyond its template, is a violation', () => {
  const altered: Assembly = { ...assembly, readFile: (path) => assembly.readFile(path)
    .replace('kind: NetworkPolicy', 'kind: Hostile').replace('  PUBLIC_URL', '  added: x\n  PUBLIC_URL') };
  const asked = (object: string, path?: string) =>
    explain(new ExplainSession(altered), { environment: 'local', object, path });
  expect(asked('NetworkPolicy/checkout')).toMatchObject({ ok: false });
  expect(failureOf(() => asked('Hostile/checkout'))).toMatchObject({ code: 'PARITY_UNEXPLAINED' });
  expect(asked('ConfigMap/checkout-config', 'data.added')).toMatchObject({
    ok: false, explanations: [{ from: 'nothing', value: 'x', agrees: false }],
  });
});

test.each<[Question, Record<string, unknown>]>([
  [{ environment: 'prodction' }, { code: 'PARITY_UNKNOWN_ENVIRONMENT', expected: "'production'" }],
  [{ environment: 'local', object: 'Deployment/chekout' },
    { code: 'PARITY_UNKNOWN_OBJECT', expected: "'Deployment/checkout'" }],
  [{ environment: 'local', object: 'checkout' }, { code: 'PARITY_UNKNOWN_OBJECT',
    message: "several objects of 'local' have this name",
    expected: 'one of Secret/checkout, Deployment/checkout, NetworkPolicy/checkout' }],
  [{ environment: 'production/us', object: 'checkout' }, { code: 'PARITY_UNKNOWN_OBJECT',
    expected: 'one of Secret/checkout, Deployment/checkout, NetworkPolicy/checkout, HTTPRoute/checkout' }],
  [{ environment: 'local', object: 'chekout' }, { code: 'PARITY_UNKNOWN_OBJECT',
    message: 'the environment has no such object',
    expected: 'one of Secret/checkout, Deployment/checkout, NetworkPolicy/checkout' }],
  [{ environment: 'local', object: 'StatefulSet/checkout' }, { code: 'PARITY_UNKNOWN_OBJECT',
    expected: 'one of Secret/checkout, Deployment/checkout, NetworkPolicy/checkout' }],
  [{ environment: 'local', object: 'HTTPRoutes/chekout' }, { code: 'PARITY_UNKNOWN_OBJECT',
    expected: expect.not.stringContaining('HTTPRoute') }],
  [{ environment: 'local', object: '\u001b[31m/__proto__' }, { code: 'PARITY_UNKNOWN_OBJECT' }],
  [{ environment: 'local', object: '' }, { code: 'PARITY_UNKNOWN_OBJECT' }],
  [{ environment: 'local', object: 'HTTPRoute/checkout' }, { code: 'PARITY_UNKNOWN_OBJECT',
    got: 'env.capabilities.gateway is false, not true',
    fix: 'name an environment that has it: production/eu, production/us' }],
  [{ environment: 'local', object: 'Deployment/checkout', path: 'spec.replcas' }, { code: 'PARITY_UNKNOWN_PATH',
    where: 'local/checkout.k8s.yaml > Deployment/checkout > spec', expected: "'replicas'" }],
  [{ environment: 'local', object: 'ConfigMap/checkout-config', path: 'data.basket' },
    { code: 'PARITY_UNKNOWN_PATH', fix: 'it is there in production/eu, production/us; here, correct the path' }],
  [{ environment: 'production/us', object: 'Deployment/checkout', path: `${container}.args[1]` },
    { code: 'PARITY_UNKNOWN_PATH' }],
  [{ environment: 'local', object: 'Deployment/checkout', path: 'spec..x' }, { code: 'PARITY_BAD_ARGUMENT' }],
])('%j is refused with what was meant', (question, failure) => {
  expect(failureOf(() => explain(session, question))).toMatchObject(failure);
});

test('unknown variations and facts are refused with the nearest name', () => {
  expect(failureOf(() => explainVariation(session, 'Checkout.replica')))
    .toMatchObject({ code: 'PARITY_NO_VARIATION', expected: "'Checkout.replicas'" });
  expect(failureOf(() => explainVariation(session, '__proto__'))).toMatchObject({ code: 'PARITY_NO_VARIATION' });
  expect(failureOf(() => explainFact(session, 'env.domian')))
    .toMatchObject({ code: 'PARITY_BAD_ARGUMENT', expected: "'domain'" });
});

test('a variation is also found by the id of its chart, alone by its name, and in all charts of its class', () => {
  const two = new ExplainSession(assemblyInMemory(explainedApp(undefined, ['checkout', 'basket']).render()));
  const charts = (name: string) => explainVariation(two, name).explanations.map((each) =>
    (each.kind === 'variation' ? each.chart : each.kind));
  expect(charts('Checkout.replicas')).toEqual(['checkout', 'basket']);
  expect(charts('basket.replicas')).toEqual(['basket']);
  expect(charts('replicas')).toEqual(['checkout', 'basket']);
});

describe('at every width from 40 columns up', () => {
  const widths = [40, 53, 80, 100, 200];
  const questions: readonly (readonly [string, () => Explanation])[] = [
    ['a place', () => ask('production/eu', 'Deployment/checkout', `${container}.resources.requests.memory`)],
    ['a document', () => ask('production/us', 'ConfigMap/checkout-config', 'data["links.json"]')],
    ['the placeholders of an object', () => ask('production/us', 'Deployment/checkout')],
    ['objects', () => ask('local')],
    ['a variation', () => explainVariation(session, 'Checkout.memory')],
    ['a fact', () => explainFact(session, 'capabilities')],
  ];
  const joined = (text: string) => text.replace(/\s+/g, '');

  test.each(questions)('%s fits', (_, question) => {
    for (const width of widths) {
      const lines = linesOf(question(), width).split('\n');
      expect(lines.filter((line) => line.length > width)).toEqual([]);
    }
  });

  test('the line of the overlay, the declaration and the reason are told whole', () => {
    const text = (width: number) =>
      joined(linesOf(ask('production/us', 'Deployment/checkout', `${container}.resources.requests.memory`), width));
    for (const width of widths) {
      expect(text(width)).toContain(`Deployment/checkout${container}.resources.requests.memory`);
      expect(text(width)).toContain('memory=1Gi,setbytheoverlayattest/report/explain-shop.ts:79');
      expect(text(width)).toContain('declaredattest/report/explain-shop.ts:15');
      expect(text(width)).not.toContain('…');
    }
  });

  test('a path stands whole in one line that is long enough, so that it can be copied', () => {
    const answers = [ask('production/us', 'Deployment/checkout'), explainVariation(session, 'Checkout.memory')];
    for (const explanation of answers) {
      const [each] = explanation.explanations;
      const paths = each.kind === 'fields' ? each.fields.map(({ at }) => at)
        : each.kind === 'variation' ? each.places.map(({ at }) => at) : [];
      expect(paths.length).toBeGreaterThan(2);
      for (const width of [80, 100, 120]) {
        const words = linesOf(explanation, width).split(/\s+/);
        expect(paths.filter((at) => !words.includes(at))).toEqual([]);
      }
    }
  });
});

test('what is really long is cut, and says so', () => {
  const place = placeOf('production/eu', 'Deployment/checkout', 'spec.replicas');
  const long = { ...place, inputs: [{ ...place.inputs[0], value: 'x'.repeat(5000) }] };
  const text = linesOf({ ok: true, explanations: [long] }, 80);
  expect(text.length).toBeLessThan(1500);
  expect(text).toContain('xxx…');
  expect(text.endsWith('\n\nwhat ends in … is cut: --format json has all')).toBe(true);
});

test.each([
  ['deploy/checkout', 'Deployment/checkout'], ['deployments/checkout', 'Deployment/checkout'],
  ['netpol/checkout', 'NetworkPolicy/checkout'], ['networkpolicies/checkout', 'NetworkPolicy/checkout'],
  ['cm/checkout-config', 'ConfigMap/checkout-config'], ['SECRETS/checkout', 'Secret/checkout'],
  ['checkout-config', 'ConfigMap/checkout-config'],
])('%s is %s, as kubectl has it', (name, object) => {
  expect(ask('production/us', name).explanations).toMatchObject([{ object }]);
});

test('an object that another environment has is said to be there, however it is named', () => {
  expect(failureOf(() => ask('local', 'httproutes/checkout'))).toMatchObject({
    message: "the object is no part of 'local'",
    fix: 'name an environment that has it: production/eu, production/us' });
});

test('an object of a chart that --chart leaves out is said to be left out, not to be nowhere', () => {
  const both = assemblyInMemory(explainedApp(undefined, ['checkout', 'basket']).render());
  const some = new ExplainSession(narrowed(both, selectCharts(both.index, ['basket'])));
  for (const name of ['Deployment/checkout', 'deploy/checkout', 'checkout-config']) {
    expect(failureOf(() => explain(some, { environment: 'local', object: name }))).toEqual({
      code: 'PARITY_UNKNOWN_OBJECT', message: '--chart leaves out the chart that has this object',
      got: `'${name}' of chart checkout`, expected: 'an object of basket',
      fix: 'leave --chart out, or name this one:  --chart checkout' });
  }
  expect(failureOf(() => explain(some, { environment: 'local', object: 'Deployment/nowhere' })))
    .toMatchObject({ message: 'the environment has no such object' });
});

test('a quantity that is placed as text is said in words, with nothing below it but what it is of', () => {
  class Claiming extends ParityChart {
    readonly size = vary.storage({ default: '10Gi', max: '4Ti', why: 'data differs' });
    constructor(scope: Construct, id: string) {
      super(scope, id);
      place(this, 'probe', { storage: `${this.size.toMebibytes()}Mi`, note: `a ${this.size.toGibibytes()} b` });
    }
  }
  const claimed = new ExplainSession(assemblyInMemory(
    render({ a: Claiming }, { environments: [shop('local'), shop('live').overlay(Claiming, { size: '30Gi' })] })));
  const from = (path: string) => linesOf(explain(claimed, { environment: 'live', object: 'Probe/probe', path }))
    .split('\nfrom ')[1].split('\nconstruct')[0].replaceAll('\n           ', '\n').trim();
  expect(from('spec.storage')).toBe('size in Mi\n  size  30Gi');
  expect(from('spec.note').split('\n').slice(1)).toEqual([
    '  "a "    fixed', '  "30"    size in Gi', '    size  30Gi', '  " b"    fixed',
  ]);
});
