import { ApiObject, type Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { type Environment, ParityApp, ParityChart, ParityConstruct, ParityErrors, environment, vary } from '../../lib';

const options = { default: 2, min: 0, max: 9, why: 'tried' } as const;
const local = environment('local', { namespace: 'shop' } as never);

function object(scope: Construct, id: string, spec: unknown): void {
  new ApiObject(scope, id, { apiVersion: 'v1', kind: 'Any', metadata: { name: id }, spec });
}

/** The variations' addresses by chart, or the codes of what went wrong. */
function namesOf(...charts: readonly (new (scope: Construct, id: string) => Chart)[]): unknown {
  const app = new ParityApp({ environments: [local as Environment<never>], witness: true });
  charts.forEach((of, i) => app.add(of as never, `chart${i}`));
  try {
    return app.render().index.charts.map(({ variations }) => variations.map(({ name }) => name));
  } catch (error) {
    if (!(error instanceof ParityErrors)) throw error;
    return [...new Set(error.failures.map(({ code }) => code))];
  }
}

class Part extends ParityConstruct {
  readonly replicas = vary.integer(options);

  constructor(scope: Construct, id: string) {
    super(scope, id);
    object(this, `${id}-object`, { n: this.replicas });
  }
}

/** Stores what it was given, as most constructs do. */
class Keeper extends ParityConstruct {
  readonly replicas: number;

  constructor(scope: Construct, id: string, props: { replicas: number }) {
    super(scope, id);
    this.replicas = props.replicas;
    object(this, `${id}-object`, { n: props.replicas });
  }
}

test('a field of the chart gives its name', () => {
  expect(namesOf(class extends ParityChart {
    readonly replicas = vary.integer(options);
    constructor(scope: Construct, id: string) {
      super(scope, id);
      object(this, 'it', { n: this.replicas });
    }
  })).toEqual([['replicas']]);
});

test('a nested construct that stores what it was given is not the owner', () => {
  expect(namesOf(class extends ParityChart {
    readonly count = vary.integer(options);
    readonly keeper: Keeper;
    constructor(scope: Construct, id: string) {
      super(scope, id);
      this.keeper = new Keeper(this, 'keeper', { replicas: this.count });
    }
  })).toEqual([['count']]);
});

test('a nested construct is addressed under its field, at every depth', () => {
  class Outer extends ParityConstruct {
    readonly inner: Part;
    constructor(scope: Construct, id: string) {
      super(scope, id);
      this.inner = new Part(this, 'part');
    }
  }
  expect(namesOf(class extends ParityChart {
    readonly api = new Outer(this, 'other-id');
  })).toEqual([['api.inner.replicas']]);
});

test('two instances of one class have addresses of their own, and so have two charts', () => {
  class Two extends ParityChart {
    readonly blue = new Part(this, 'a');
    readonly green = new Part(this, 'b');
  }
  expect(namesOf(Two, class Other extends Two {})).toEqual([
    ['blue.replicas', 'green.replicas'],
    ['blue.replicas', 'green.replicas'],
  ]);
});

test('a field that a base class declares is the subclass\'s as well', () => {
  class Base extends ParityChart {
    readonly replicas = vary.integer(options);
    constructor(scope: Construct, id: string) {
      super(scope, id);
      object(this, 'it', { n: this.replicas });
    }
  }
  expect(namesOf(class Sub extends Base {})).toEqual([['replicas']]);
});

test('a field that a subclass declares again is an error, since the base has placed its own', () => {
  class Base extends ParityChart {
    readonly replicas = vary.integer(options);
    constructor(scope: Construct, id: string) {
      super(scope, id);
      object(this, 'it', { n: this.replicas });
    }
  }
  expect(namesOf(class Sub extends Base {
    override readonly replicas = vary.integer({ ...options, max: 5 }) as never;
  })).toContain('PARITY_UNOWNED');
});

test.each<readonly [string, new (scope: Construct, id: string) => ParityChart]>([
  ['a #private field', class extends ParityChart {
    readonly #hidden = vary.integer(options);
    constructor(scope: Construct, id: string) {
      super(scope, id);
      object(this, 'it', { n: this.#hidden });
    }
  }],
  ['a getter', class extends ParityChart {
    get asked() { return vary.integer(options); }
    constructor(scope: Construct, id: string) {
      super(scope, id);
      object(this, 'it', { n: this.asked });
    }
  }],
  ['a field of an object', class extends ParityChart {
    readonly settings = { replicas: vary.integer(options) };
    constructor(scope: Construct, id: string) {
      super(scope, id);
      object(this, 'it', { n: this.settings.replicas });
    }
  }],
  ['a local variable', class extends ParityChart {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      object(this, 'it', { n: vary.integer(options) });
    }
  }],
  ['a construct in an array', class extends ParityChart {
    readonly parts = [new Part(this, 'a')];
  }],
  ['a construct in no field', class extends ParityChart {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      new Part(this, 'a');
    }
  }],
])('%s cannot hold a variation', (_, chart) => expect(namesOf(chart)).toContain('PARITY_UNOWNED'));

test('a static field is refused where the class is written', () => {
  const write = () => {
    class Static extends ParityChart {
      static readonly replicas = vary.integer(options);
      constructor(scope: Construct, id: string) {
        super(scope, id);
        object(this, 'it', { n: Static.replicas });
      }
    }
    return namesOf(Static);
  };
  let result: unknown;
  try {
    result = write();
  } catch (error) {
    result = [(error as { code?: string }).code];
  }
  expect(result).toEqual(expect.arrayContaining([expect.stringMatching(/PARITY_(UNOWNED|LOST)/)]));
});
