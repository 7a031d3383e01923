import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import fc from 'fast-check';
import { build as buildShop } from '../../examples/online-boutique/main';
import { Microservice, ParityApp, ParityChart, type RenderedAssembly, facts, serviceOf, vary } from '../../lib';
import { findFalseClaims } from '../../lib/check/index-claims';
import { selectCharts } from '../../lib/synth/assembly/select-charts';
import { renderWitnessed } from '../../lib/synth/witness/render-witnessed';
import { type ShopContract, failureOf, failuresOf, place, shop } from '../environment/fixtures/probe';
import { temporaryFolders } from './fixtures/temporary-folder';
import { withVariable } from './fixtures/with-variable';

const temporary = temporaryFolders();
const image = `registry.test/app@sha256:${'a'.repeat(64)}`;

/** Which services were constructed, in this test. */
const built: string[] = [];
beforeEach(() => { built.length = 0; });

/** Calls the one before it, so that its network policy is written by another chart's constructor. */
class Link extends ParityChart {
  readonly replicas = vary.integer({ default: 2, min: 1, max: 9, why: 'traffic differs' });

  constructor(scope: Construct, id: string, calls?: string) {
    super(scope, id);
    built.push(id);
    const api = new Microservice(this, 'api', { image, port: 8080, replicas: this.replicas, health: { ready: '/' } });
    if (calls !== undefined) api.calls(serviceOf(Link, calls));
  }
}

class Inner extends ParityChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    place(this, 'inner', { domain: facts<ShopContract>(this).domain });
  }
}

class Outer extends ParityChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    built.push(id);
    place(this, 'outer', { domain: facts<ShopContract>(this).domain });
    new Inner(this, 'inner');
  }
}

/** Declares what no object shows: found when the chart is rendered. */
class Unused extends ParityChart {
  readonly size = vary.integer({ default: 1, min: 1, why: 'nothing uses it' });
}

/** Declares what no field holds: found when its constructor has run. */
class Unheld extends ParityChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    vary.integer({ default: 1, min: 1, why: 'no field holds it' });
  }
}

const environments = [shop('local', { domain: 'l.test' }), shop('production').overlay(Link, { replicas: 6 })];

/** Five services in a chain, and a chart with a chart inside. */
function chain(how: 'eager' | 'deferred', outdir?: string): ParityApp {
  const app = new ParityApp({ environments, outdir, witness: false });
  type ClassOf<P extends unknown[]> = new (scope: Construct, id: string, ...rest: P) => ParityChart;
  const add = <P extends unknown[]>(of: ClassOf<P>, id: string, ...rest: P) => {
    if (how === 'deferred') app.add(of as never, id, ...rest as never);
    else new of(app, id, ...rest);
  };
  for (let i = 0; i < 5; i++) add(Link, `link-${i}`, ...(i === 0 ? [] : [`link-${i - 1}`]) as [string?]);
  add(Outer, 'outer');
  return app;
}

const only = <T>(names: readonly string[] | string, run: () => T) => withVariable('PARITY_CHARTS', names, run);

function expectPartOf(part: RenderedAssembly, whole: RenderedAssembly, ids: readonly string[]): void {
  const charts = whole.index.charts.filter(({ id }) => ids.includes(id));
  expect(part.index.charts).toEqual(charts);
  const files = charts.flatMap(({ targets }) => Object.values(targets).map(({ file }) => file));
  expect([...part.files]).toEqual(files.map((file) => [file, whole.files.get(file)]));
}

describe('a synth of some charts', () => {
  test.each(['eager', 'deferred'] as const)('gives the bytes of the whole synth: %s charts', (how) => {
    const whole = chain(how).render();
    const ids = whole.index.charts.map(({ id }) => id);
    fc.assert(fc.property(fc.subarray(ids, { minLength: 1 }), (some) => {
      expectPartOf(only(some, () => chain(how).render()), whole, some);
    }), { numRuns: 12 });
  });

  test('gives the bytes of the whole synth: the flagship, by id and class', () => {
    const whole = buildShop().render();
    const names = whole.index.charts.flatMap((chart) => [chart.id, chart.class]);
    fc.assert(fc.property(fc.subarray(names, { minLength: 1, maxLength: 4 }), (some) => {
      const ids = whole.index.charts.filter((chart) => some.includes(chart.id) || some.includes(chart.class))
        .map(({ id }) => id);
      const part = only(some, () => buildShop().render());
      expectPartOf(part, whole, ids);
      expect(findFalseClaims(part.index)).toEqual([]);
    }), { numRuns: 5 });
  });

  test('is not releasable, and holds only the calls of those charts', () => {
    const { index } = only(['link-1'], () => chain('eager').render());
    expect(index.notReleasable).toContain('only some charts were synthesized: link-1');
    expect(index.calls.map(({ from, to }) => `${from} ${to}`))
      .toEqual(['link-1/api link-0/api', 'link-2/api link-1/api']);
  });

  test.each(['eager', 'deferred'] as const)('is witnessed: %s charts', (how) => {
    const build = () => chain(how);
    const { failures, rendered } = only(['link-2', 'Outer'], () => renderWitnessed(build(), build));
    expect([failures, rendered.index.charts.map(({ id }) => id)]).toEqual([[], ['link-2', 'outer']]);
  });

  test('takes charts inside others by their own names, and not with those around them', () => {
    for (const how of ['eager', 'deferred'] as const) {
      const ids = (...names: string[]) => only(names, () => chain(how).render()).index.charts.map(({ id }) => id);
      expect([ids('outer'), ids('outer/inner'), ids('Inner')]).toEqual([['outer'], ['outer/inner'], ['outer/inner']]);
    }
  });

  test('does not construct deferred charts that nothing needs', () => {
    const app = only(['outer'], () => chain('deferred'));
    app.render();
    expect(built).toEqual(['outer']);
  });

  test('does not check the others, nor what overlays say of them', () => {
    const make = () => {
      const app = new ParityApp({ environments });
      for (const Each of [Unused, Outer]) new Each(app, Each.name.toLowerCase());
      return app;
    };
    expect(failuresOf(() => make().render()).map(({ code }) => code))
      .toEqual(['PARITY_OVERLAY_UNMATCHED', 'PARITY_UNUSED_VARIATION']);
    expect(only(['outer'], make).render().index.charts).toHaveLength(1);
  });

  test('reports what goes wrong in the constructors of all', () => {
    const app = only(['outer'], () => new ParityApp({ environments }));
    for (const Each of [Unheld, Outer]) new Each(app, Each.name.toLowerCase());
    expect(failureOf(() => app.render())).toMatchObject({
      code: 'PARITY_UNOWNED', where: expect.stringContaining('unheld'),
    });
  });

  test('replaces the former assembly as a whole', () => {
    const outdir = join(temporary(), 'dist');
    chain('eager', outdir).synth();
    only(['Outer'], () => chain('eager', outdir)).synth();
    expect(readdirSync(join(outdir, 'production'))).toEqual(['outer.k8s.yaml']);
    expect(existsSync(join(outdir, 'parity.json'))).toBe(true);
  });
});

describe('charts that are not there', () => {
  test.each(['eager', 'deferred'] as const)('are named with the nearest one: %s charts', (how) => {
    expect(failuresOf(() => only(['link-9x', 'Oter', 'link-1'], () => chain(how)).render())).toMatchObject([
      { code: 'PARITY_UNKNOWN_CHART', where: '--chart', got: "'Oter'", expected: "'outer'" },
      { code: 'PARITY_UNKNOWN_CHART', where: '--chart', got: "'link-9x'", expected: "'link-0'" },
    ]);
  });

  test('are explained when the assembly that is read was limited', () => {
    const { index } = only(['link-1'], () => chain('eager').render());
    expect(failureOf(() => selectCharts(index, ['link-2']))).toMatchObject({
      code: 'PARITY_UNKNOWN_CHART', fix: expect.stringContaining('limited to some charts'),
    });
  });

  test.each(['{', '{}', '[]', '[1]', '"link-1"'])('are refused when %s asks for them', (text) => {
    expect(failureOf(() => only(text, () => chain('eager')))).toMatchObject({
      code: 'PARITY_BAD_ARGUMENT', where: 'PARITY_CHARTS', got: text,
    });
  });
});
