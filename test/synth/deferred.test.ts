import { ApiObject, Chart, type IResolver, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { ParityApp, ParityChart, environment, vary } from '../../lib';

class Money { constructor(readonly value: number) {} }

/** As authors write them: it turns a class of theirs into text, before cdk8s unwraps its `value`. */
const money: IResolver = {
  resolve: (context) => {
    if (context.value instanceof Money) context.replaceValue(`${context.value.value} EUR`);
  },
};

class Prices extends ParityChart {
  readonly word = vary.string({ default: 'alpha', pattern: /[a-z]+/, why: 'tried' });

  constructor(scope: Construct, id: string, beside = false) {
    super(scope, id);
    const spec = {
      word: this.word, price: new Money(3), region: this.node.tryGetContext('region') as string,
      lazy: Lazy.any({ produce: () => ({ price: new Money(4), word: this.word }) }),
    };
    new ApiObject(this, 'it', { apiVersion: 'example.com/v1', kind: 'Any', metadata: { name: 'it' }, spec });
    if (beside) new ApiObject(new Chart(scope, 'other'), 'it', { apiVersion: 'v1', kind: 'ConfigMap' });
  }
}

const ENVIRONMENTS = [
  environment('local', { namespace: 'shop' } as never),
  environment('production', { namespace: 'shop' } as never).overlay(Prices, { word: 'beta' }),
];

function app(): ParityApp {
  const made = new ParityApp({ environments: ENVIRONMENTS, resolvers: [money], witness: true });
  made.node.setContext('region', 'eu');
  return made;
}

test.each<[string, (to: ParityApp) => void]>([
  ['deferred', (to) => to.add(Prices, 'prices')],
  ['at once', (to) => { new Prices(to, 'prices'); }],
])("an author's resolvers and the app's context reach a chart that is added %s", (_, add) => {
  const to = app();
  add(to);
  expect(to.render().files.get('production/prices.k8s.yaml')).toContain([
    'spec:', '  lazy:', '    price: 4 EUR', '    word: beta', '  price: 3 EUR', '  region: eu', '  word: beta', '',
  ].join('\n'));
});

test('what a deferred chart puts beside itself is not lost without a word', () => {
  const to = app();
  to.add(Prices, 'prices', true);
  expect(() => to.render()).toThrow(/PARITY_INVALID: a deferred chart creates something outside itself\n.*prices\n.*other/);
});
