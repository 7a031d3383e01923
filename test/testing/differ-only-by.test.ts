import fc from 'fast-check';
import { type AssemblyIndex, environment } from '../../lib';
import { renderEnvironments } from '../../lib/testing';
import { reviewDifferences } from '../../lib/testing/differ-only-by';
import { representativeApp } from '../check/representative-app';
import { Cart, Checkout, type Contract, build, local, messageOf, production } from './small-shop';

const ALL = [
  'Checkout.replicas', 'Checkout.token', 'Cart.replicas', 'env.capabilities.payments', 'env.domain', 'env.password',
  'Cart > Deployment/cart',
];
const shop = renderEnvironments(build);

describe('toDifferOnlyBy', () => {
  test('passes when exactly what is listed differs, in any order, for all that has an assembly', () => {
    expect(shop).toDifferOnlyBy(ALL);
    expect(build).toDifferOnlyBy([...ALL].reverse());
    expect(build()).toDifferOnlyBy(ALL);
    expect(build().render()).toDifferOnlyBy(ALL);
    expect(shop).not.toDifferOnlyBy(ALL.slice(1));
  });

  test('a difference that is not listed is named with its values', () => {
    const message = messageOf(() => expect(shop).toDifferOnlyBy(ALL.filter((name) => !/replicas/.test(name))));
    expect(message).toBe(`\
expect(environments).toDifferOnlyBy()

differ, and are not listed:
  Checkout.replicas: local 2, production 6
  Cart.replicas: local 2, production 3

what differs: [${ALL.map((name) => `'${name}'`).join(', ')}]`);
  });

  test('facts, choices of alternatives and exceptions are named as well, values of Secrets are not shown', () => {
    const message = messageOf(() => expect(shop).toDifferOnlyBy(['Checkout.replicas', 'Cart.replicas']));
    expect(message).toContain('  env.domain: local localhost, production example.com\n');
    expect(message).toContain('  env.capabilities.payments: local false, production true\n');
    expect(message).toContain('  Cart > Deployment/cart: local nothing, production [[{"op":"add"');
    expect(message).toContain('  env.password: local (a value of a Secret), production (a value of a Secret)\n');
    expect(message).toContain('  Checkout.token: local (a value of a Secret), production (a value of a Secret)\n');
    expect(message).not.toMatch(/real-password|local-password|real-token/);
  });

  test('a listed name that does not differ, or does not exist, fails', () => {
    expect(messageOf(() => expect(shop).toDifferOnlyBy([...ALL, 'Checkout.memory', 'Checkout.replica']))).toContain(`
are listed, but are the same in every environment:
  Checkout.memory: 256Mi

are listed, but nobody declared them:
  Checkout.replica: is 'Checkout.replicas' meant?
`);
  });

  test('a name that nobody declared fails also the negation, which it would make pass for ever', () => {
    expect(messageOf(() => expect(shop).not.toDifferOnlyBy(['Checkout.replica']))).toContain(
      "nobody declared Checkout.replica: is 'Checkout.replicas' meant?",
    );
    expect(messageOf(() => expect(shop).not.toDifferOnlyBy(ALL))).toContain('they differ by exactly these');
  });

  test('a star is any text, and must stand for something that differs', () => {
    expect(shop).toDifferOnlyBy(['Checkout.*', 'Cart*', 'env.*']);
    expect(shop).toDifferOnlyBy(['*']);
    expect(shop).toDifferOnlyBy(['*.replicas', '*.t*n', 'env.*s*', 'env.domain', '* > *']);
    expect(messageOf(() => expect(shop).toDifferOnlyBy(['*', 'Checkout.mem*']))).toContain('Checkout.mem*');
    const message = messageOf(() => expect(shop).toDifferOnlyBy(['*', 'env.capabilities']));
    expect(message).toContain("is 'env.capabilities.*' meant");
  });

  test('a chart is named by its class, which means all its charts, or by its id', () => {
    const two = renderEnvironments((app) => {
      new Cart(app, 'cart', { port: 80 });
      new Cart(app, 'other', { port: 80 });
    }, [local, production]);
    expect(two).toDifferOnlyBy(['Cart.replicas', 'Cart > Deployment/cart']);
    expect(two).toDifferOnlyBy(['cart.replicas', 'other.replicas', 'cart > *']);
    expect(two).not.toDifferOnlyBy(['cart.replicas', 'cart > *']);
  });

  test('a class whose one chart differs is well listed, also when another of its charts does not', () => {
    const [one, two] = ['one', 'two'].map((name) => environment<object>(name, {}));
    const three = two.overlay(Cart, { replicas: 3 }, { instance: 'first' });
    const carts = renderEnvironments((app) => {
      new Cart(app, 'first', { port: 80 });
      new Cart(app, 'second', { port: 80 });
    }, [one, three]);
    expect(carts).toDifferOnlyBy(['Cart.replicas']);
    expect(carts).toDifferOnlyBy(['first.replicas']);
    expect(carts).not.toDifferOnlyBy(['Cart.replicas', 'second.replicas']);
  });

  test('environments that are the same differ by nothing', () => {
    const facts: Contract = { domain: 'a.example', password: 'x', capabilities: { payments: true } };
    const same = ['one', 'two'].map((name) => environment<Contract>(name, facts));
    expect(renderEnvironments(Checkout, same)).toDifferOnlyBy([]);
    expect(messageOf(() => expect(renderEnvironments(Checkout, same)).toDifferOnlyBy(['*']))).toContain('are the same');
  });

  test('the same exception everywhere is no difference', () => {
    const [one, two] = ['one', 'two'].map((name) => environment<object>(name, {}).except(Cart, {
      object: 'Deployment/cart', patch: [{ op: 'add', path: '/spec/paused', value: true }], reason: 'a freeze',
      owner: 'ops', expires: '2099-01-01',
    }));
    expect(renderEnvironments(Cart, [one, two], { props: [{ port: 1 }] })).toDifferOnlyBy([]);
  });

  test('what nobody declared fails as well, whatever is listed', () => {
    const { index, files } = build().render();
    const path = 'production/checkout.k8s.yaml';
    const edited = new Map(files).set(path, (files.get(path) as string).replace('limit: 256Mi', 'limit: 512Mi'));
    expect(messageOf(() => expect({ index, files: edited }).toDifferOnlyBy(ALL))).toContain('PARITY_UNEXPLAINED');
  });

  test.each([undefined, 'Checkout.replicas', [1]])('%p is no list of names', (names) => {
    expect(messageOf(() => expect(shop).toDifferOnlyBy(names as unknown as string[]))).toContain('expected the names');
  });

  test.each([undefined, 7, {}, [], 'no/such/folder'])('%p has no environments', (subject) => {
    expect(messageOf(() => expect(subject).not.toDifferOnlyBy([]))).toMatch(/expected a ParityApp|PARITY_NO_ASSEMBLY/);
  });
});

/** An index with one chart that has one variation, the same everywhere. */
function withVariation(index: AssemblyIndex, name: string): AssemblyIndex {
  const [chart] = index.charts;
  const [variation] = chart.variations;
  return { ...index, charts: [{
    ...chart, class: 'T', facts: [], exceptions: [], variations: [{ ...variation, name }],
    targets: Object.fromEntries(Object.entries(chart.targets).map(([target, record]) =>
      [target, { ...record, values: { [name]: { value: 1, from: 'default' as const } } }])),
  }] };
}

test('for every set of names, what the review says is missing and too much mends the list', () => {
  const { index } = representativeApp().render();
  const names = [...reviewDifferences(index, []).differing, 'Shop.none', 'env.none', 'Shop > Service/shop'];
  expect(names.length).toBeGreaterThan(8);
  fc.assert(fc.property(fc.subarray(names), (listed) => {
    const { unlisted, same, unknown } = reviewDifferences(index, listed);
    const wrong = new Set([...same, ...unknown].map((each) => each.listed));
    const mended = [...listed.filter((name) => !wrong.has(name)), ...unlisted.map(({ name }) => name)];
    expect(reviewDifferences(index, mended)).toMatchObject({ unlisted: [], same: [], unknown: [] });
    expect(unlisted.length + listed.length - wrong.size).toBe(reviewDifferences(index, []).differing.length);
  }));
});

test('a pattern fits exactly the names that the same regular expression fits', () => {
  const { index } = shop;
  const piece = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 3 });
  const pattern = fc.tuple(piece, piece).map(([start, end]) => `${start}*${end}`);
  const name = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 });
  fc.assert(fc.property(pattern, name, (glob, of) => {
    const { same, unknown } = reviewDifferences(withVariation(index, of), [`T.${glob}`]);
    const expression = new RegExp(`^T\\.${glob.replaceAll('*', '.*')}$`);
    expect([same.length, unknown.length]).toEqual(expression.test(`T.${of}`) ? [1, 0] : [0, 1]);
  }), { numRuns: 3000 });
});

test('what does not fit is refused by the compiler', () => {
  const wrong = () => {
    // @ts-expect-error -- a list of names
    expect(shop).toDifferOnlyBy('Checkout.replicas');
    // @ts-expect-error -- names are asked for
    expect(shop).toDifferOnlyBy();
  };
  expect(wrong).toBeInstanceOf(Function);
});
