import { checkName, className, fieldName } from '../../lib/cli/init/names';
import { checkServiceWord, isWordIn, ownPackage } from '../../lib/cli/init/templates';

const check = (what: Parameters<typeof checkName>[0], name: string) => () => checkName(what, name, 'parity add NAME');

const KINDS = ['project', 'service', 'environment', 'cluster'] as const;

test.each(['shop', 'checkout-api', 'a', 'v2', 'a'.repeat(40), 'constructor', 'tostring'])('%s names all', (name) => {
  for (const what of KINDS) expect(check(what, name)).not.toThrow();
});

test.each([
  '', 'Shop', '9lives', '-a', 'a-', 'a--b', 'a_b', 'a.b', 'a/b', '../a', 'a b', 'ä', '__proto__', 'a'.repeat(41),
  'con', 'lpt1', "a'; rm -rf", 'a\n', '\u202ea',
])('%j names nothing', (name) => {
  for (const what of KINDS) {
    expect(check(what, name)).toThrow(expect.objectContaining({ code: 'PARITY_BAD_ARGUMENT' }));
  }
});

test('a word that TypeScript keeps for itself names no constant and no class', () => {
  expect(check('environment', 'default')).toThrow(/TypeScript keeps/);
  expect(check('environment', 'new')).toThrow(/TypeScript keeps/);
  expect(check('service', 'new')).not.toThrow();
  expect(check('service', 'promise')).toThrow(/TypeScript keeps/);
});

test('the refusal shows a name that would do', () => {
  expect(check('service', 'My Shop!')).toThrow('for example parity add my-shop');
  expect(check('service', '42')).toThrow('give another name: parity add NAME');
});

test('a name becomes a class and a constant', () => {
  expect([className('checkout-api'), fieldName('checkout-api')]).toEqual(['CheckoutApi', 'checkoutApi']);
  expect([className('v2-a1'), fieldName('v2-a1')]).toEqual(['V2A1', 'v2A1']);
});

test.each(['microservice', 'parity-chart', 'construct', 'contract', 'parity-app', 'overlay-set'])(
  'a service %s would have the class of an import', (name) => {
    expect(() => checkServiceWord(ownPackage(), name, 'NAME')).toThrow(/which its file imports/);
  });

test.each(['where', 'adds', 'what'])('a service %s has a name that only comments use', (name) => {
  expect(() => checkServiceWord(ownPackage(), name, 'NAME')).not.toThrow();
});

test('identifiers are found whole', () => {
  expect(isWordIn('Shop', 'new Shop(app)')).toBe(true);
  expect(isWordIn('Shop', 'new ShopFront(app); $Shop; myShop')).toBe(false);
});
