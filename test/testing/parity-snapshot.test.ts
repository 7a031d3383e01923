import { ApiObject } from 'cdk8s';
import { diffLines } from 'diff';
import type { Construct } from 'constructs';
import { ParityApp, ParityChart, derive, environment, facts, text, vary, when } from '../../lib';
import { ParitySnapshot, paritySnapshotSerializer, renderEnvironments } from '../../lib/testing';
import { templateText } from '../../lib/report/template-text';
import { declarationsOf } from '../../lib/testing/declared-differences';
import { representativeApp } from '../check/representative-app';
import { SecretInputs } from '../../lib/check/secret-inputs';
import { Cart, Checkout, local as shopLocal, production } from './small-shop';

interface Contract { readonly domain: string; readonly mesh: boolean }

/** A chart that fits a screen; what a test changes is given. */
function smallApp({ period = 10, names = ['local', 'live'] } = {}): ParityApp {
  class Small extends ParityChart {
    readonly replicas = vary.integer({ default: 1, min: 1, max: 9, why: 'traffic differs' });
    readonly memory = vary.memory({ default: '64Mi', min: '64Mi', max: '1Gi', why: 'caches differ' });
    readonly hosts = vary.list({ items: /[a-z]+/, default: ['a'], why: 'aliases differ' });
    readonly labelsMore = vary.map({ values: /[a-z]+/, default: {}, why: 'labels differ' });

    constructor(scope: Construct) {
      super(scope, 'small', { namespace: false });
      const env = facts<Contract>(this);
      new ApiObject(this, 'object', {
        apiVersion: 'apps/v1', kind: 'Deployment',
          metadata: { name: 'small', annotations: { ...this.labelsMore, '<odd>': 'Placeholder0z' } },
        spec: {
          replicas: this.replicas, periodSeconds: period, host: `small.${env.domain}`, hosts: [...this.hosts, 'fixed'],
          limit: derive.scale(this.memory, 0.5).asString(),
            json: text.json({ memory: derive.unit(this.memory, 'Mi'), host: `http://${env.domain}` }),
          yaml: text.yaml({ host: env.domain, port: 80 }),
        },
      });
      when(env.mesh, {
        true: () => { new ApiObject(this, 'sidecar',
          { apiVersion: 'v1', kind: 'Sidecar', metadata: { name: 'small' } }); },
        false: () => undefined,
      });
    }
  }
  const environments = names.map((name, i) => {
    const plain = environment<Contract>(name, { domain: `${name}.example`, mesh: i > 0 });
    return i === 0 ? plain : plain.overlay(Small, { replicas: 2 + i }).except(Small, {
      object: 'Deployment/small', patch: [{ op: 'add', path: '/spec/paused', value: true }], reason: 'a freeze',
        owner: 'ops', expires: '2099-01-01',
    });
  });
  const app = new ParityApp({ environments });
  new Small(app);
  return app;
}

const textOf = (app: ParityApp) => new ParitySnapshot(app.render().index).text;

test('the snapshot shows the template once, with placeholders by name, then what differs', () => {
  expect(textOf(smallApp())).toBe(`\
# small (Small)
apiVersion: apps/v1
kind: Deployment
metadata:
  annotations:
    "<odd>": Placeholder0z
    <each key of labelsMore>: <each labelsMore>
  name: small
spec:
  host: small.<env.domain>
  hosts:
    - <each hosts>
    - fixed
  json: '{"memory":<unit(memory, Mi)>,"host":"http://<env.domain>"}'
  limit: <scale(memory, 0.5)>
  periodSeconds: 10
  replicas: <replicas>
  yaml: |
    host: <env.domain>
    port: 80
---
# when env.mesh is true
apiVersion: v1
kind: Sidecar
metadata:
  name: small

              local             live
small: variations, defaults in ( )
  replicas    (1)               3
  memory      (64Mi)            (64Mi)
  hosts       (["a"])           (["a"])
  labelsMore  ({})              ({})
facts
  env.domain  local.example     live.example
alternatives
  env.mesh    false             true
small: exceptions
  Deployment/small: a freeze (ops, until 2099-01-01)
              -                 yes
    Deployment/small add /spec/paused
              -                 true`);
});

/** The lines that a diff of two texts would show, with their signs. */
function changedLines(before: string, after: string): string[] {
  return diffLines(before, after).filter(({ added, removed }) => added || removed)
    .flatMap(({ added, value }) => value.trimEnd().split('\n').map((line) => `${added ? '+' : '-'}${line}`));
}

test('a changed probe changes one line, however many environments there are', () => {
  for (const names of [['local'], ['local', 'live'], ['a', 'b', 'c', 'd', 'e', 'f', 'g']]) {
    const [before, after] = [10, 20].map((period) => textOf(smallApp({ names, period })));
    expect(changedLines(before, after)).toEqual(['-  periodSeconds: 10', '+  periodSeconds: 20']);
  }
});

test('one more environment changes no line of the template and adds a column at the end of the table', () => {
  const [before, after] = [['local', 'live'], ['local', 'live', 'later']]
    .map((names) => textOf(smallApp({ names })).split('\n'));
  const table = before.findIndex((line) => /^ +local/.test(line));
  expect(after.slice(0, table)).toEqual(before.slice(0, table));
  expect(after).toHaveLength(before.length);
  const added = after.slice(table).map((line, i) => {
    expect(line.startsWith(before[table + i])).toBe(true);
    return line.slice(before[table + i].length).trim();
  });
  expect(added.filter((cell) => cell !== '')).toEqual([
    'later', '4', '(64Mi)', '(["a"])', '({})', 'later.example', 'true', 'yes', 'true',
  ]);
});

test('a value that becomes a little longer changes its own line only', () => {
  const [before, after] = ['first', 'second'].map((name) => textOf(smallApp({ names: ['local', name] })));
  expect(changedLines(before, after).map((line) => line.slice(0, 14).trimEnd())).toEqual([
    '-', '+', '-  env.domain', '+  env.domain',
  ]);
});

test('values too long for a column stand below each other, with the name of their environment', () => {
  class Notice extends ParityChart {
    readonly message = vary.string({ pattern: /[ a-z]+/, default: 'none', why: 'announcements differ' });
    constructor(scope: Construct, id: string) {
      super(scope, id, { namespace: false });
      new ApiObject(this, 'o', { apiVersion: 'v1', kind: 'Notice', metadata: { name: id }, message: this.message });
    }
  }
  const long = environment<object>('live', {}).overlay(Notice, { message: 'closed for the whole weekend all of it' });
  const { index } = renderEnvironments(Notice, [environment<object>('local', {}), long]);
  expect(new ParitySnapshot(index).text).toContain(`
notice: variations, defaults in ( )
  message
      local     (none)
      live      "closed for the whole weekend all of it"`);
});

test('a stand-in is shown with its owner, its last day and where it runs', () => {
  const { text: shown } = new ParitySnapshot(renderEnvironments(Checkout, [shopLocal, production]).index);
  expect(shown).toContain(`
checkout: stand-ins
  for the payment provider: no sandbox (team-checkout, until 2027-03-31)
                              yes                       -`);
});

test('no value of a Secret is in it: neither of the template, nor of what fills it', () => {
  const rendered = renderEnvironments(Checkout, [shopLocal, production]);
  const { text: shown } = new ParitySnapshot(rendered.index);
  expect(shown).toContain(`
stringData:
  fixed: (a value of a Secret)
  password: (a value of a Secret) from <env.password>
  token: (a value of a Secret) from <token>
type: Opaque`);
  expect(shown).toMatch(/^ {2}token +\(a value of a Secret\) +\(a value of a Secret\)$/m);
  expect(shown).toMatch(/^ {2}env\.password +\(a value of a Secret\) +\(a value of a Secret\)$/m);
  expect(shown).not.toMatch(/real-|local-password|fixed-secret|token:<|none/);
});

test('nor is it in its annotations, nor in what a derivation adds', () => {
  class Annotated extends ParityChart {
    readonly size = vary.oneOf(['small', 'large'], { default: 'small', why: 'the catalogue differs' });
    constructor(scope: Construct, id: string) {
      super(scope, id, { namespace: false });
      new ApiObject(this, 'o', {
        apiVersion: 'v1', kind: 'Secret', metadata: { name: id, labels: { app: id }, annotations: { last: 'hush' } },
        data: { key: derive.lookup(this.size, { small: 'hush', large: 'whisper' }), list: [{ a: 'hush' }] },
      });
    }
  }
  const { index } = renderEnvironments(Annotated, [environment<object>('local', {})]);
  expect(templateText(index.charts[0], new SecretInputs(index))).toBe(`\
# annotated (Annotated)
apiVersion: v1
kind: Secret
metadata:
  annotations:
    last: (a value of a Secret)
  labels:
    app: annotated
  name: annotated
data:
  key: (a value of a Secret) from <size>
  list:
    - a: (a value of a Secret)`);
});

test('nor is it in an exception to one, here and in what differs', () => {
  const patched = production.except(Checkout, {
    object: 'Secret/checkout-secret', patch: [{ op: 'add', path: '/stringData/more', value: 'hush' }], reason: 'a test',
    owner: 'ops', expires: '2099-01-01',
  });
  const { index } = renderEnvironments(Checkout, [shopLocal, patched]);
  expect(new ParitySnapshot(index).text).toMatch(/add \/stringData\/more\n +- +\(a value of a Secret\)/);
  expect(new ParitySnapshot(index).text).not.toContain('hush');
  expect(JSON.stringify(declarationsOf(index).map(({ values }) => [...values]))).not.toContain('hush');
});

test('what was rendered prints as its snapshot, and one environment as its manifests without Secrets', () => {
  const rendered = renderEnvironments(Checkout, [shopLocal, production]);
  expect(paritySnapshotSerializer.print(rendered)).toBe(new ParitySnapshot(rendered.index).text);
  const printed = paritySnapshotSerializer.print(rendered.get('production'));
  expect(printed).toContain('\n  replicas: 6\n');
  expect(printed).toContain('\n  password: (a value of a Secret)\n');
  expect(printed).not.toMatch(/real-|fixed-secret/);
  expect(paritySnapshotSerializer.test({ index: rendered.index })).toBe(false);
});

test('hostile names and reasons cannot break its lines', () => {
  const { index } = renderEnvironments(Checkout, [shopLocal, production]);
  const [chart] = index.charts;
  const hostile = { ...chart, id: 'a\n\u001b[31mb', standIns: [{ ...chart.standIns[0], reason: 'x\u202ey' }] };
  const shown = new ParitySnapshot({ ...index, charts: [hostile] }).text;
  expect(shown).toContain('# a\\u000a\\u001b[31mb (Checkout)');
  expect(shown).not.toMatch(/[\u001b\u202e]/);
  const lookup = JSON.parse(JSON.stringify(chart.template).replace('"true":', '"\\u202e":'));
  const table = templateText({ ...chart, template: lookup }, new SecretInputs(index));
  expect(table).toContain('\\u202e: https://pay.example.com');
  expect(table).not.toContain('\u202e');
});

test('inside a test, as jest writes it', () => {
  expect(renderEnvironments(Cart, [shopLocal, production], { props: [{ port: 80 }] })).toMatchInlineSnapshot(`
# cart (Cart)
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
spec:
  port: 80
  replicas: <replicas>

                                      local     production
cart: variations, defaults in ( )
  replicas                            2         3
cart: exceptions
  Deployment/cart: a freeze (ops, until 2099-01-01)
                                      -         yes
    Deployment/cart add /spec/paused  -         true
`);
});

test('clusters have columns, and a fact that fills nothing has no row', () => {
  const lines = textOf(representativeApp()).split('\n');
  expect(lines.find((line) => /^ +local/.test(line))).toMatch(/^ +local +staging +production\/eu +production\/us$/);
  expect(lines.filter((line) => line.includes('capabilities.gateway  '))).toHaveLength(1);
});
