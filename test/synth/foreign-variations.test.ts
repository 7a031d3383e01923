import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ParityApp, ParityChart, ParityErrors, environment, vary, when } from '../../lib';

const why = 'tried';
let kept: Owner | undefined;

class Owner extends ParityChart {
  readonly word = vary.string({ default: 'alpha', pattern: /[a-z]+/, why });

  constructor(scope: Construct, id: string) {
    super(scope, id);
    new ApiObject(this, 'it', { apiVersion: 'v1', kind: 'Any', metadata: { name: id }, spec: { word: this.word } });
    kept ??= this;
  }
}

/** Has a variation of the same name as the one that it borrows, which must not be taken for it. */
class Borrower extends ParityChart {
  readonly word = vary.oneOf(['one', 'two'], { default: 'one', why });

  constructor(scope: Construct, id: string, from: () => Owner, how: 'places' | 'chooses') {
    super(scope, id);
    const object = (name: string, spec: object) =>
      new ApiObject(this, name, { apiVersion: 'v1', kind: 'Any', metadata: { name }, spec });
    object('own', { word: this.word });
    if (how === 'places') object('borrowed', { word: `${from().word}!` });
    else when(from().word as 'x', { x: () => { object('borrowed', {}); } });
  }
}

const ENVIRONMENTS = [
  environment('local', { namespace: 'shop' } as never),
  environment('production', { namespace: 'shop' } as never).overlay(Borrower, { word: 'two' }),
];

function failuresOf(build: (app: ParityApp) => void): readonly unknown[] {
  const app = new ParityApp({ environments: ENVIRONMENTS });
  build(app);
  try {
    app.render();
    return [];
  } catch (error) {
    return (error as ParityErrors).failures.map(({ code, where, got }) => [code, where, got]);
  }
}

test.each(['places', 'chooses'] as const)('a chart that %s what another chart varies is refused', (how) => {
  expect(failuresOf((app) => {
    const owner = new Owner(app, 'owner');
    new Borrower(app, 'borrower', () => owner, how);
  })).toEqual([[
    'PARITY_UNOWNED', `borrower > Any/borrowed${how === 'places' ? ' > spec.word' : ''}`, "variation 'word'",
  ]]);
});

test('a deferred chart that holds a chart made at once cannot take its placeholder for one of its own', () => {
  expect(failuresOf((app) => {
    const owner = new Owner(app, 'owner');
    app.add(Borrower, 'borrower', () => owner, 'places');
  })).toEqual([['PARITY_LOST', 'borrower/borrowed > Any/borrowed > spec.word', undefined]]);
});

test('a placeholder that outlives its deferred chart cannot pass for one of a later chart', () => {
  kept = undefined;
  expect(failuresOf((app) => {
    app.add(Owner, 'owner');
    app.add(Borrower, 'borrower', () => kept as Owner, 'places');
  })).toEqual([['PARITY_LOST', 'borrower/borrowed > Any/borrowed > spec.word', undefined]]);
});
