import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addTo } from '../../lib/cli/add/add';
import { copyEnvironment } from '../../lib/cli/add/environment-file';
import { environmentsOf } from '../../lib/cli/add/environment-list';
import { insertAboveMarkers } from '../../lib/cli/add/source-lines';
import { initialize } from '../../lib/cli/init/init';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk8s-parity-add-'));
  initialize({ folder, name: 'shop' });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (path: string) => readFileSync(join(folder, path), 'utf8');
const edit = (path: string, from: string | RegExp, to: string) => {
  expect(read(path)).toMatch(from);
  writeFileSync(join(folder, path), read(path).replace(from, to));
};
/** Everything that is there, to see that nothing changed. */
const state = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name)).sort().map((file) => [file, readFileSync(file, 'utf8')]);

function refusal(work: () => unknown): Record<string, string> {
  const before = state();
  try {
    work();
  } catch (error) {
    expect(state()).toEqual(before);
    return (error as { failure: Record<string, string> }).failure;
  }
  throw new Error('it was not refused');
}

const service = (name: string, image?: string) => addTo(folder, { kind: 'service', name, image });
const environment = (name: string, after?: string) => addTo(folder, { kind: 'environment', name, after });
const cluster = (name: string, of?: string) => addTo(folder, { kind: 'cluster', name, environment: of });

describe('a service', () => {
  test('gets its file, its lines in the list of services, and an image', () => {
    expect(service('checkout-api')).toMatchObject({
      created: ['services/checkout-api.ts'], edited: ['services/index.ts', 'artifacts.json'],
    });
    expect(read('services/index.ts')).toMatchInlineSnapshot(`
"import type { OverlaySet, ParityApp } from 'cdk8s-parity';
import { Shop, shopOverlays } from './shop';
import { CheckoutApi, checkoutApiOverlays } from './checkout-api';
// parity add service: imports stand above this line

/** Adds every service. */
export function addServices(app: ParityApp): void {
  new Shop(app, 'shop');
  new CheckoutApi(app, 'checkout-api');
  // parity add service: services stand above this line
}

/** What environments change of the services' defaults. */
export const overlays: readonly OverlaySet[] = [
  shopOverlays,
  checkoutApiOverlays,
  // parity add service: overlays stand above this line
];
"
`);
    expect(read('services/checkout-api.ts')).toContain("partOf: 'shop',");
    expect(Object.keys(JSON.parse(read('artifacts.json')).artifacts)).toEqual(['shop', 'checkout-api']);
  });

  test('takes the image that is named, or that is there under its name', () => {
    const digest = `sha256:${'1'.repeat(64)}`;
    service('cart', `team/cart@${digest}`);
    expect(JSON.parse(read('artifacts.json')).artifacts.cart).toEqual({ repository: 'team/cart', digest });
    edit('artifacts.json', '"cart"', '"basket"');
    expect(service('basket').edited).toEqual(['services/index.ts']);
  });

  test.each([
    ['shop/cart:1.0', '"shop/cart:1.0"'],
    [`registry.example.com/cart@sha256:${'1'.repeat(64)}`, `the registry's host "registry.example.com"`],
    [`localhost:5000/cart@sha256:${'1'.repeat(64)}`, `the registry's host "localhost:5000"`],
    [`cart@sha256:${'1'.repeat(63)}`, expect.stringContaining('cart@')],
  ])('refuses the image %s', (image, got) => {
    expect(refusal(() => service('cart', image))).toMatchObject({ code: 'PARITY_BAD_ARGUMENT', where: '--image', got });
  });

  test('has its overlay in the environment that customers use', () => {
    edit('environments/index.ts', '  production,\n', '');
    service('cart');
    expect(read('services/cart.ts')).toContain('\n  staging: { replicas: 3,');
  });

  test('is added also where the list of environments has grown beyond what can be edited', () => {
    edit('environments/index.ts', '  staging,\n', '  staging.except(Shop, exception),\n');
    service('cart');
    expect(read('services/cart.ts')).toContain('\n  production: { replicas: 3,');
  });

  test('is refused where that leaves its overlay without an environment, and the missing import is named', () => {
    edit('environments/index.ts', "import { production } from './production';\n", '');
    expect(refusal(() => service('cart')).got).toBe("no line  import { production } from './...';  for the entry production,");
  });

  test('is part of the project by its package name, also a scoped one', () => {
    edit('package.json', '"name": "shop"', '"name": "@acme/Big Shop"');
    service('cart');
    expect(read('services/cart.ts')).toContain("partOf: 'big-shop',");
  });

  test('is refused when its file, its class or a word of its file has the name', () => {
    expect(refusal(() => service('shop')).where).toBe('services/shop.ts');
    service('a1');
    expect(refusal(() => service('a-1'))).toMatchObject({ message: 'there is a class A1 of this name already' });
    expect(refusal(() => service('microservice')).code).toBe('PARITY_BAD_ARGUMENT');
  });

  test('is refused with the lines to add by hand when the list has another form', () => {
    edit('services/index.ts', /.*parity add service: overlays.*\n/, '');
    expect(refusal(() => service('cart'))).toMatchObject({
      where: 'services/index.ts',
      got: "0 lines '// parity add service: overlays stand above this line'",
      fix: expect.stringContaining([
        "import { Cart, cartOverlays } from './cart';", "new Cart(app, 'cart');", 'cartOverlays,',
      ].join('\n')),
    });
  });

  test('is refused when the images cannot be read', () => {
    writeFileSync(join(folder, 'artifacts.json'), '{');
    expect(refusal(() => service('cart')).code).toBe('PARITY_BAD_ARTIFACTS');
  });
});

describe('an environment', () => {
  test('has the answers of the one it stands after, but for the domain', () => {
    expect(environment('qa')).toMatchObject({
      created: ['environments/qa.ts'], edited: ['environments/index.ts'],
      check: [expect.stringContaining("the answers are staging's"), expect.stringContaining('overlays for staging')],
    });
    const lines = read('environments/qa.ts').split('\n');
    const staging = new Set(read('environments/staging.ts').split('\n'));
    expect(lines.filter((line) => !staging.has(line))).toEqual([
      "  domain: 'qa.example.com',",
      "/** Made from staging by `parity add environment`: every answer but the domain is staging's. */",
      "export const qa = environment('qa', facts, {",
    ]);
    expect(environmentsOf(read('environments/index.ts')).map(({ name }) => name))
      .toEqual(['local', 'staging', 'qa', 'production']);
  });

  test.each([['local', 'qa.localhost'], ['production', 'qa.example.com']])('may stand after %s', (after, domain) => {
    environment('qa', after);
    expect(read('environments/qa.ts')).toContain(`domain: '${domain}',`);
    const names = environmentsOf(read('environments/index.ts')).map(({ name }) => name);
    expect(names.indexOf('qa')).toBe(names.indexOf(after) + 1);
  });

  test('may be made from one that was made, and has a name of several words', () => {
    environment('pre-production');
    environment('next-one', 'pre-production');
    expect(read('environments/next-one.ts')).toContain("export const nextOne = environment('next-one', facts, {");
    expect(environmentsOf(read('environments/index.ts'))).toContainEqual({ name: 'next-one', field: 'nextOne' });
  });

  test('does not take over clusters, overlays and exceptions', () => {
    cluster('staging/eu');
    edit('environments/staging.ts', /\}\);\n$/, "}).overlay(Shop, { replicas: 2 });\n");
    edit('environments/staging.ts', 'import', "import { Shop } from '../services/shop';\nimport");
    environment('qa');
    expect(read('environments/qa.ts')).not.toMatch(/eu:|overlay\(|Shop/);
  });

  test('is refused when its file or its constant is there, or the other one is not', () => {
    expect(refusal(() => environment('staging')).where).toBe('environments/staging.ts');
    expect(refusal(() => environment('contract')).where).toBe('environments/contract.ts');
    expect(refusal(() => environment('environments')).where).toBe('environments/index.ts');
    expect(refusal(() => environment('qa', 'stagin'))).toMatchObject({
      code: 'PARITY_UNKNOWN_ENVIRONMENT', expected: 'staging',
    });
  });

  test.each([
    ['environments/staging.ts', "domain: 'staging.example.com'", 'domain: `${zone}`'],
    ['environments/staging.ts', 'const facts', 'const zone = 1;\nconst facts'],
    ['environments/staging.ts', 'const facts: Contract = {', 'const facts: Contract = { ...shared,'],
    ['environments/staging.ts', /^};$/m, '} satisfies Contract;'],
    ['environments/index.ts', '  staging,\n', '  staging, // the rehearsal\n'],
    ['environments/index.ts', '  staging,\n', '  ...others,\n'],
    ['environments/index.ts', 'export const environments = [', 'export const environments = list(['],
    ['environments/index.ts', /.*: imports stand.*\n/, ''],
  ])('is refused, with what to do by hand, when %s has another form: %s', (path, from, to) => {
    edit(path, from, to);
    expect(refusal(() => environment('qa', 'staging'))).toMatchObject({
      code: 'PARITY_BAD_ARGUMENT', where: path, fix: expect.stringMatching(/by hand/),
    });
  });

  test('is shown as a file to write by hand', () => {
    expect(() => copyEnvironment('environments/staging.ts', '', 'staging', 'qa')).toThrow([
      "            export const qa = environment('qa', {",
      "              ...staging.facts, domain: 'qa.example.com',",
      '            });',
    ].join('\n'));
  });
});

describe('a cluster', () => {
  test('refines its environment by a domain of its own', () => {
    expect(cluster('production/eu').check).toContainEqual(expect.stringContaining('dist/production/eu replaces'));
    expect(cluster('us-east', 'production').check).toHaveLength(1);
    expect(read('environments/production.ts')).toContain([
      '  clusters: {', "    eu: { domain: 'eu.example.com' },", "    'us-east': { domain: 'us-east.example.com' },",
      '    // parity add cluster: clusters stand above this line', '  },',
    ].join('\n'));
  });

  test('is refused when it is there, belongs to no environment, or to two', () => {
    cluster('production/eu-1');
    expect(refusal(() => cluster('production/eu-1')).where).toBe('environments/production.ts');
    expect(cluster('staging/eu-1').edited).toEqual(['environments/staging.ts']);
    expect(refusal(() => cluster('eu')).got).toBe('no environment');
    expect(refusal(() => cluster('production/eu', 'staging')).got).toBe('production and staging');
    expect(refusal(() => cluster('prod/eu')).code).toBe('PARITY_UNKNOWN_ENVIRONMENT');
    expect(refusal(() => cluster('production/a/b')).code).toBe('PARITY_BAD_ARGUMENT');
  });

  test('is refused with its line when the environment has another form', () => {
    edit('environments/production.ts', /.*parity add cluster.*\n/, '');
    expect(refusal(() => cluster('production/eu')).fix).toContain("eu: { domain: 'eu.example.com' },");
  });
});

test('an option that is for another kind is refused', () => {
  expect(refusal(() => addTo(folder, { kind: 'service', name: 'cart', after: 'local' })).expected)
    .toBe('parity add environment --after');
});

test('a folder that is no such project is refused', () => {
  const empty = mkdtempSync(join(tmpdir(), 'cdk8s-parity-add-'));
  for (const kind of ['service', 'environment', 'cluster'] as const) {
    expect(() => addTo(empty, { kind, name: kind === 'cluster' ? 'production/eu' : 'qa' }))
      .toThrow(/parity init shop/);
  }
  rmSync(empty, { recursive: true });
});

test('files that a formatter has been over are edited in its style', () => {
  for (const path of ['environments/index.ts', 'environments/staging.ts', 'services/index.ts']) {
    writeFileSync(join(folder, path), read(path).replaceAll("'", '"').replaceAll('  ', '\t'));
  }
  environment('qa', 'staging');
  cluster('staging/eu');
  service('cart');
  expect(read('environments/index.ts')).toMatch(/^import \{ qa \} from "\.\/qa";$[^]*^\tstaging,\n\tqa,$/m);
  expect(read('environments/qa.ts')).toMatch(/^\tdomain: "qa\.example\.com",$/m);
  expect(read('environments/qa.ts')).toMatch(/^export const qa = environment\("qa", facts, \{$/m);
  expect(read('environments/staging.ts')).toMatch(/^\t\teu: \{ domain: "eu\.staging\.example\.com" \},$/m);
  expect(refusal(() => cluster('staging/eu')).where).toBe('environments/staging.ts');
  expect(read('services/index.ts')).toContain('\tnew Cart(app, "cart");\n');
});

test('lines get the indentation and the line ends of the marker', () => {
  const text = 'a\r\n\t// m stand above this line\r\nb';
  expect(insertAboveMarkers('x', text, [{ marker: 'm', lines: ['1', '2'] }]))
    .toBe('a\r\n\t1\r\n\t2\r\n\t// m stand above this line\r\nb');
});

test('a marker that stands twice is not guessed at', () => {
  const twice = '// m stand above this line\n'.repeat(2);
  expect(() => insertAboveMarkers('x', twice, [{ marker: 'm', lines: ['1'] }])).toThrow(/2 lines/);
});
