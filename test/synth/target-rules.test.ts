import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ParityApp, ParityChart, type ParityErrors, facts, vary, when } from '../../lib';
import { everyTarget } from '../../lib/environment/every-target';
import { type ShopContract, local, production, staging } from '../../environments';

class Bounded extends ParityChart {
  readonly min = vary.integer({ default: 1, min: 1, max: 9, why: 'test' });
  readonly max = vary.integer({ default: 3, min: 1, max: 9, why: 'test' });

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { min, max } = this;
    const bounds = (is: string) => {
      const object = new ApiObject(this, is, { apiVersion: 'v1', kind: 'Bounds', spec: { min, max } });
      everyTarget(object, { min, max }, (value, at) => {
        at.memory.set(is, [...at.memory.get(is) as string[] ?? [], this.node.id]);
        const got = `${value.min} > ${value.max} among ${at.memory.get(is)}`;
        return value.min <= value.max ? [] : [{ code: 'PARITY_BAD_BOUNDS', message: is, got, fix: 'turn them round' }];
      });
    };
    when(facts<ShopContract>(this).capabilities.gateway, { true: () => bounds('wide'), false: () => bounds('narrow') });
  }
}

function failuresOf(build: () => ParityApp): readonly object[] {
  try {
    build().render();
    return [];
  } catch (cause) {
    return (cause as ParityErrors).failures;
  }
}

test('a rule is held against the values of each target, only where its construct exists', () => {
  const environments = [
    local.overlay(Bounded, { min: 5 }), staging.overlay(Bounded, { max: 4 }), production.overlay(Bounded, { min: 9 }),
  ];
  const failures = failuresOf(() => {
    const app = new ParityApp({ environments });
    new Bounded(app, 'one');
    return app;
  });
  expect(failures).toMatchObject([
    { message: 'narrow', where: expect.stringMatching(/^local: one\/narrow \S+target-rules.test.ts:\d+$/), got: '5 > 3 among one' },
    { message: 'wide', where: expect.stringContaining('production: one/wide'), got: '9 > 3 among one' },
  ]);
});

test('rules remember what they have seen of a target, over all charts, also deferred ones', () => {
  const failures = failuresOf(() => {
    const app = new ParityApp({ environments: [local.overlay(Bounded, { min: 9 }, { instance: 'two' })] });
    app.add(Bounded, 'one');
    app.add(Bounded, 'two');
    return app;
  });
  expect(failures).toMatchObject([{ where: expect.stringContaining('local: two/narrow'), got: '9 > 3 among one,two' }]);
});

test('what holds does not show', () => {
  const app = new ParityApp({ environments: [local, production] });
  new Bounded(app, 'one');
  expect(() => [app.render(), app.render()]).not.toThrow();
});

test('a value that only a rule reads fills nothing', () => {
  class Ruled extends ParityChart {
    readonly unused = vary.integer({ default: 1, min: 1, max: 9, why: 'test' });

    constructor(scope: Construct, id: string) {
      super(scope, id);
      when(facts<ShopContract>(this).capabilities.gateway, {
        true: () => { new ApiObject(this, 'a', { apiVersion: 'v1', kind: 'A', metadata: { name: 'a' }, data: this.unused }); },
        false: () => undefined,
      });
      everyTarget(this, this.unused, () => []);
    }
  }
  expect(failuresOf(() => {
    const app = new ParityApp({ environments: [local.overlay(Ruled, { unused: 2 })] });
    new Ruled(app, 'ruled');
    return app;
  })).toMatchObject([{ code: 'PARITY_OVERLAY_FILLS_NOTHING' }]);
});
