import fc from 'fast-check';
import { ApiObject } from 'cdk8s';
import { ParityApp, ParityChart, derive, environment, facts, vary, when } from '../../lib';
import { findUnexplained } from '../../lib/check/closure';
import { assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import { anyEdit, applyEdit } from './edits';
import { representativeApp } from './representative-app';

const rendered = representativeApp().render();

test('the assembly holds what the edits are to be told from', () => {
  const [chart] = rendered.index.charts;
  expect([...rendered.files.keys()]).toEqual(['local', 'staging', 'production/eu', 'production/us']
    .map((name) => `${name}/shop.k8s.yaml`));
  expect(chart.exceptions).toHaveLength(1);
  expect(chart.alternatives).toHaveLength(1);
  expect(findUnexplained(assemblyInMemory(rendered))).toEqual([]);
});

test('1,000 random edits of written files, with all digests computed anew, are all caught', () => {
  const seen = new Map<string, number>();
  let caught = 0;
  fc.assert(fc.property(anyEdit, (edit) => {
    const edited = applyEdit(rendered, edit);
    fc.pre(edited !== undefined);
    seen.set(edit.operation, (seen.get(edit.operation) ?? 0) + 1);
    const failures = findUnexplained(assemblyInMemory(edited));
    expect(failures.map(({ code }) => code)).toContain('PARITY_UNEXPLAINED');
    caught++;
  }), { numRuns: 1000 });
  expect(caught).toBeGreaterThanOrEqual(1000);
  expect(Math.min(...seen.values())).toBeGreaterThan(20);
  expect(seen.size).toBe(8);
});

test('comparing the written files with each other catches every edit outside the places of an exception', () => {
  fc.assert(fc.property(anyEdit, (edit) => {
    const edited = applyEdit(rendered, edit);
    // The first two are left out: objects that one environment alone chose, or with a patched list, have no equal.
    fc.pre(edited !== undefined && edit.file % 4 >= 2);
    expect(findUnexplained(assemblyInMemory(edited), { proof: 'manifests' })).not.toEqual([]);
  }), { numRuns: 150 });
});

const anyValue = fc.record({
  default: fc.integer({ min: 1, max: 9 }), others: fc.array(fc.integer({ min: 10, max: 99 }),
    { minLength: 1, maxLength: 3 }),
  list: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 }),
    gateways: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  labels: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.stringMatching(/^[a-z0-9]{1,5}$/), { maxKeys: 3 }),
  texts: fc.uniqueArray(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 4 }),
  patched: fc.boolean(), reverse: fc.boolean(),
});

test('100 random small apps raise no false alarm', () => {
  fc.assert(fc.property(anyValue, (value) => {
    class Small extends ParityChart {
      readonly count = vary.integer({ default: value.default, min: 1, max: 99, why: 'load' });
      readonly names = vary.list({ items: /[a-z]/, default: ['z'], why: 'names' });
      readonly extra = vary.map({ values: /[a-z0-9]+/, default: { zz: 'y' }, why: 'labels' });

      constructor(app: ParityApp) {
        super(app, 'small', { namespace: false });
        const env = facts<{ host: string; gateway: boolean }>(this);
        const args = ['first', ...this.names, `--n=${derive.scale(this.count, 2)}`, env.host];
        new ApiObject(this, 'object', {
          apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'small' },
          data: { ...this.extra, FIXED: value.texts[0], HOST: env.host },
          args: value.reverse ? args.reverse() : args, pair: [env.host, value.texts[1]], count: this.count,
          kindOf: when(env.gateway, { true: () => ({ route: env.host }),
            false: () => [1, 2] as unknown as { route: string } }),
        });
        when(env.gateway, { true: () => { new ApiObject(this, 'g',
          { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'g' } }); }, false: () => undefined });
      }
    }
    const environments = ['base', ...value.others.map((_, i) => `e${i}`)].map((name, i) => {
      const plain = environment(name, { host: value.texts[i % value.texts.length] || 'none',
        gateway: value.gateways[i] });
      const other = i === 0 ? plain : plain.overlay(Small,
        { count: value.others[i - 1], names: value.list, extra: { ...value.labels, k: 'v' } } as never);
      return !value.patched || i % 2 === 0 ? other : other.except(Small, {
        object: 'ConfigMap/small', reason: 'r', owner: 'o', expires: '2099-01-01',
        patch: [{ op: 'add', path: '/args/0', value: 'x' }, { op: 'remove', path: '/args/1' },
          { op: 'replace', path: '/pair/1', value: `${i}` },
          { op: 'add', path: '/data/NEW', value: 'n' }, { op: 'move', from: '/data/FIXED', path: '/data/MOVED' }],
      });
    });
    const app = new ParityApp({ environments: environments as never });
    new Small(app);
    const small = app.render();
    for (const proof of ['manifests', 'refill'] as const) {
      expect(findUnexplained(assemblyInMemory(small), { proof })).toEqual([]);
    }
  }), { numRuns: 100 });
});
