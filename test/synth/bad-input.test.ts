import { ApiObject, App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Environment,
  type EnvironmentContract,
  ParityApp,
  ParityChart,
  ParityError,
  ParityErrors,
  type ParityFailure,
  environment,
  facts,
  vary,
} from '../../lib';
import { formatFailure, sortFailures } from '../../lib/template/error';
import { type ShopContract, shop, shopFacts } from '../environment/fixtures/probe';
import { temporaryFolders } from './fixtures/temporary-folder';

const why = 'traffic differs';
const temporary = temporaryFolders();
const image = `shop/api@sha256:${'a'.repeat(64)}`;

class Api extends ParityChart {
  readonly replicas = vary.integer({ why, default: 2, min: 1, max: 50 });

  constructor(
    scope: Construct,
    id: string,
    change: { image?: string; mirrored?: string; name?: string; locked?: boolean; fact?: boolean } = {},
  ) {
    super(scope, id);
    const container = {
      name: 'main',
      image: change.mirrored === undefined
        ? change.image ?? image
        : `${facts<ShopContract>(this).registry}/${change.mirrored}`,
      ...(change.locked ? { livenessProbe: { periodSeconds: this.replicas } } : {}),
    };
    new ApiObject(this, 'deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: change.name ?? 'api' },
      spec: {
        replicas: this.replicas,
        selector: { matchLabels: { app: 'api' } },
        template: { metadata: { labels: { app: 'api' } }, spec: { containers: [container] } },
      },
    });
    if (change.fact)
      new ApiObject(this, 'config', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'c' },
        data: { url: facts<ShopContract>(this).paymentUrl },
      });
  }
}

interface Given {
  readonly environments?: readonly Environment<EnvironmentContract>[];
  readonly build?: (app: ParityApp) => void;
}

function synth(
  outdir: string,
  {
    environments = [shop('local'), shop('production')],
    build = (app) => {
      new Api(app, 'api');
    },
  }: Given = {},
): void {
  const app = new ParityApp({ environments, outdir, witness: false });
  try {
    build(app);
  } catch (error) {
    app.guard.uninstall();
    throw error;
  }
  app.synth();
}

function failuresOf(run: () => void): readonly ParityFailure[] {
  try {
    run();
  } catch (error) {
    if (error instanceof ParityErrors) return error.failures;
    if (error instanceof ParityError) return [error.failure];
    throw error;
  }
  throw new Error('nothing failed');
}

const { paymentUrl: _, ...withoutPayment } = shopFacts;
const patch = {
  object: 'Deployment/api',
  patch: [{ op: 'remove', path: '/spec/none' }],
  reason: 'r',
  owner: 'o',
  expires: '2030-01-01',
} as const;
const deferred = (props: object) => (app: ParityApp) => { app.add(Api, 'api', props); };

const bad: readonly [string, ParityFailure['code'], Given, RegExp][] = [
  [
    'an unknown overlay key',
    'PARITY_UNKNOWN_VARIATION',
    { environments: [shop('local').overlay(Api, { replica: 3 } as never)] },
    /bad-input\.test\.ts:\d+/,
  ],
  [
    'a value out of bounds',
    'PARITY_BAD_VALUE',
    { environments: [shop('local').overlay(Api, { replicas: 51 })] },
    /^local: api test\/synth\/bad-input\.test\.ts:\d+/,
  ],
  [
    'a missing fact',
    'PARITY_MISSING_FACT',
    {
      environments: [shop('local'), environment('production', withoutPayment as ShopContract)],
      build: deferred({ fact: true }),
    },
    /^production: api > ConfigMap\/c > data\.url$/,
  ],
  [
    'a placeholder in a locked place',
    'PARITY_LOCKED',
    { build: deferred({ locked: true }) },
    /^api > Deployment\/api > spec\.template\.spec\.containers\[0\]\.livenessProbe\.periodSeconds/,
  ],
  [
    'an image without digest',
    'PARITY_IMAGE_WITHOUT_DIGEST',
    { build: deferred({ image: 'shop/api:v1' }) },
    /^api > Deployment\/api > main$/,
  ],
  [
    'a mirrored image without digest',
    'PARITY_IMAGE_WITHOUT_DIGEST',
    { build: deferred({ mirrored: 'shop/api:v1' }) },
    /^api > Deployment\/api > main$/,
  ],
  [
    'two charts of one id',
    'PARITY_DUPLICATE_FILE',
    {
      build: (app) => {
        new Api(app, 'api');
        new Api(app, 'api');
      },
    },
    /^api test\/synth\/bad-input\.test\.ts:\d+$/,
  ],
  [
    'a chart below a plain App',
    'PARITY_NO_APP',
    { build: () => { new Api(new App(), 'api'); } },
    /^test\/synth\/bad-input\.test\.ts:\d+$/,
  ],
  [
    'two charts that write one file',
    'PARITY_DUPLICATE_FILE',
    {
      build: (app) => {
        app.add(Api, 'api');
        app.add(Api, 'api');
      },
    },
    /^api$/,
  ],
  ['an object name with a slash', 'PARITY_BAD_NAME', { build: deferred({ name: 'a/b' }) }, /^api > Deployment\/a\/b$/],
  ['an object name that climbs', 'PARITY_BAD_NAME', { build: deferred({ name: '..' }) }, /^api > Deployment\/\.\.$/],
  [
    'an exception whose patch does not apply',
    'PARITY_EXCEPTION',
    { environments: [shop('local').except(Api, patch)] },
    /^local: api > Deployment\/api test/,
  ],
  ['an empty app', 'PARITY_EMPTY_APP', { build: () => undefined }, /./],
  ['no environment', 'PARITY_NO_ENVIRONMENT', { environments: [] }, /new ParityApp/],
];

describe.each(bad)('%s', (_, code, given, where) => {
  const outdir = temporary();
  const failures = () => failuresOf(() => synth(outdir, given));

  test('is one clear error', () => {
    const [failure, ...others] = failures();
    expect(others).toEqual([]);
    expect(failure.code).toBe(code);
    if (failure.where !== undefined || code !== 'PARITY_EMPTY_APP') expect(failure.where).toMatch(where);
    expect(failure.fix).toMatch(/\w/);
    expect(formatFailure(failure)).toMatch(/^PARITY_[A-Z_]+: [^\n]+[^.\n](\n {2}(where|got|expected|fix): +.+)+$/);
  });

  test('leaves the former assembly as it was', () => {
    synth(outdir);
    const before = readFileSync(join(outdir, 'parity.json'), 'utf8');
    const manifest = readFileSync(join(outdir, 'production/api.k8s.yaml'), 'utf8');
    failures();
    expect(readFileSync(join(outdir, 'parity.json'), 'utf8')).toBe(before);
    expect(readFileSync(join(outdir, 'production/api.k8s.yaml'), 'utf8')).toBe(manifest);
  });
});

describe('an output folder that cannot be written', () => {
  test('because a file stands there is one clear error, and the file stays', () => {
    const outdir = join(temporary(), 'dist');
    writeFileSync(outdir, 'mine');
    const failures = failuresOf(() => synth(outdir));
    expect(failures).toHaveLength(1);
    expect(failures[0].fix).toMatch(/\w/);
    expect(readFileSync(outdir, 'utf8')).toBe('mine');
  });

  (process.getuid?.() === 0 ? test.skip : test)('because of its permissions is one clear error', () => {
    const parent = temporary();
    const outdir = join(parent, 'dist');
    mkdirSync(outdir);
    chmodSync(outdir, 0o555);
    chmodSync(parent, 0o555);
    try {
      expect(failuresOf(() => synth(outdir))).toHaveLength(1);
    } finally {
      chmodSync(parent, 0o755);
      chmodSync(outdir, 0o755);
    }
  });
});

test('a variation that no public field holds is one error, at its declaration', () => {
  class Hidden extends ParityChart {
    readonly #replicas = vary.integer({ why, default: 2, min: 1, max: 50 });

    constructor(scope: Construct, id: string) {
      super(scope, id);
      const spec = { a: this.#replicas, b: this.#replicas };
      new ApiObject(this, 'api', { apiVersion: 'v1', kind: 'Any', metadata: { name: 'api' }, spec });
    }
  }
  const eager = failuresOf(() => synth(temporary(), { build: (app) => { new Hidden(app, 'hidden'); } }));
  const later = failuresOf(() => synth(temporary(), { build: (app) => { app.add(Hidden, 'hidden'); } }));
  expect(eager.map(({ where }) => where))
    .toEqual([expect.stringMatching(/^hidden test\/synth\/bad-input\.test\.ts:\d+$/)]);
  expect(later).toEqual(eager);
});

test('an overlay for no chart shows charts as overlays name them', () => {
  const environments = [shop('local').overlay(class Other extends Chart {}, {}), shop('production')];
  expect(failuresOf(() => synth(temporary(), { environments }))).toMatchObject([{ got: 'Other', expected: 'Api/api' }]);
});

test('an image without digest is named with its tag', () => {
  const [failure] = failuresOf(() => synth(temporary(), { build: deferred({ mirrored: 'shop/api:v1' }) }));
  expect(failure.got).toBe('shop/api:v1');
});

test('an image whose repository differs is locked, with or without a digest', () => {
  class Wrong extends ParityChart {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      const { domain } = facts<ShopContract>(this);
      new ApiObject(this, 'pod', {
        apiVersion: 'v1', kind: 'Pod', metadata: { name: 'api' },
        spec: { containers: [{ name: 'main', image: `r.test/${domain}/api:v1` }] },
      });
    }
  }
  const codes = failuresOf(() => synth(temporary(), { build: (app) => { app.add(Wrong, 'wrong'); } }))
    .map(({ code }) => code);
  expect(codes).toContain('PARITY_LOCKED');
});

test('all errors of a run are reported together, sorted', () => {
  const environments = [
    shop('local').overlay(Api, { replica: 3 } as never).overlay(Api, { replicas: 51 }),
    shop('production').except(class Other extends Chart {}, patch),
  ];
  const failures = failuresOf(() => synth(temporary(), {
    environments,
    build: (app) => {
      app.add(Api, 'a', { locked: true });
      app.add(Api, 'b', { image: 'shop/api:v1' });
      app.add(Api, 'b', {});
    },
  }));
  expect([...new Set(failures.map(({ code }) => code))]).toEqual([
    'PARITY_BAD_VALUE', 'PARITY_DUPLICATE_FILE', 'PARITY_IMAGE_WITHOUT_DIGEST', 'PARITY_LOCKED',
    'PARITY_OVERLAY_UNMATCHED', 'PARITY_UNKNOWN_VARIATION',
  ]);
  expect(failures).toEqual(sortFailures([...failures].reverse()));
});
