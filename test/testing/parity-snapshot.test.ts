import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ParityApp, ParityChart, derive, environment, facts, text, vary, when } from '../../lib';
import { ParitySnapshot } from '../../lib/testing';
import { representativeApp } from '../check/representative-app';

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

test('a changed probe changes one line', () => {
  const [before, after] = [smallApp(), smallApp({ period: 20 })].map((app) => textOf(app).split('\n'));
  expect(after.filter((line, i) => line !== before[i])).toEqual(['  periodSeconds: 20']);
});

test('one more environment changes no line of the template and adds a column to the table', () => {
  const [before, after] = [['local', 'live'], ['local', 'live', 'later']]
    .map((names) => textOf(smallApp({ names })).split('\n'));
  expect(after).toHaveLength(before.length);
  const columns = (lines: string[]) => lines.map((line) => line.trim().split(/ {2,}/).length);
  const added = columns(after).map((count, i) => count - columns(before)[i]);
  const table = before.findIndex((line) => /^ +local/.test(line));
  expect(after.slice(0, table)).toEqual(before.slice(0, table));
  expect(added.slice(table)).toEqual([1, 0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 0, 1]);
});

test('clusters have columns, and a fact that fills nothing has no row', () => {
  const lines = textOf(representativeApp()).split('\n');
  expect(lines.find((line) => /^ +local/.test(line))).toMatch(/^ +local +staging +production\/eu +production\/us$/);
  expect(lines.filter((line) => line.includes('capabilities.gateway  '))).toHaveLength(1);
});
