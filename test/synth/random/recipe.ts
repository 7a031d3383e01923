import { Choices } from './choices';

/** A random chart as plain data: what it declares, and what its constructor does with it. */
export interface Recipe {
  readonly variations: readonly VariationRecipe[];
  /** Variations of a nested construct, addressed under the chart's field `part`. */
  readonly nested: readonly VariationRecipe[];
  readonly steps: readonly Step[];
  /** Pairs of construct indices: the first depends on the second, which was made before. */
  readonly dependencies: readonly (readonly [number, number])[];
  /** By target, then address: the overlay's values. */
  readonly clusterValues: Readonly<Record<string, unknown>>;
}

export interface VariationRecipe {
  readonly name: string;
  readonly type: keyof typeof POOLS;
  readonly isRequired: boolean;
  /** The default first, then what each environment gives; the default again means: no overlay. */
  readonly values: readonly unknown[];
}

/** A text: `whole` ones may hold anything, the others stand inside longer text. */
export type TextRecipe =
  | { readonly text: 'literal'; readonly is: string }
  | { readonly text: 'variation' | 'number' | 'joined' | 'fact' | 'lookup' | 'wild'; readonly name: string }
  | { readonly text: 'concatenated' | 'plus'; readonly of: readonly TextRecipe[] }
  | { readonly text: 'json' | 'yaml' | 'hash' | 'stringify'; readonly of: DataRecipe }
  | { readonly text: 'when'; readonly by: Chooser; readonly of: readonly TextRecipe[] };

export type NumberRecipe =
  | { readonly number: 'literal'; readonly is: number }
  | { readonly number: 'variation' | 'fact' | 'lookup' | 'mebibytes'; readonly name: string }
  | { readonly number: 'scale'; readonly name: string; readonly by: number; readonly round: 'floor' | 'ceil' | 'round' }
  | { readonly number: 'min' | 'max'; readonly of: readonly string[] }
  | { readonly number: 'when'; readonly by: Chooser; readonly of: readonly NumberRecipe[] };

export type DataRecipe =
  | { readonly data: 'text'; readonly of: TextRecipe }
  | { readonly data: 'number'; readonly of: NumberRecipe }
  | { readonly data: 'list' | 'spread' | 'mapped' | 'map' | 'spreadMap'; readonly name: string }
  | { readonly data: 'array'; readonly of: readonly DataRecipe[] }
  | { readonly data: 'object'; readonly of: Readonly<Record<string, DataRecipe>> }
  | { readonly data: 'when'; readonly by: Chooser; readonly of: readonly DataRecipe[] };

/** What an alternative chooses by: a capability or a `oneOf`. */
export type Chooser = { readonly capability: string } | { readonly oneOf: string };

export type Step =
  | {
      readonly make: keyof typeof STEPS;
      readonly index: number;
      readonly texts: readonly TextRecipe[];
      readonly numbers: readonly NumberRecipe[];
      readonly data: DataRecipe;
      readonly quantities: Readonly<Record<string, string | undefined>>;
      readonly scale: number;
    }
  | { readonly make: 'when'; readonly index: number; readonly by: Chooser; readonly of: readonly (readonly Step[])[] };

/** The values that variations of each type may get; all of them pass the declarations in `random-chart.ts`. */
export const POOLS = {
  integer: [2, 0, 1, 7, 50],
  number: [0.5, 0, 1.25, 80],
  string: ['plain', 'a b', 'x: y', '- #', 'null', '1e3', 'on'],
  wild: ['wild', 'it\'s', '"quoted"', 'back\\slash', 'two\nlines\n', '', ' ', '{{ x }}', 'ünïcode 😀', '~'],
  hostname: ['shop.example.com', 'a.b', 'localhost'],
  url: ['https://pay.example.com/v1', 'postgres://db:5432/x?y=1'],
  cpu: ['250m', '1', '0.5', '2000m'],
  memory: ['256Mi', '1Gi', '512Mi', '2Gi'],
  storage: ['10Gi', '1Ti', '1Gi'],
  duration: ['30s', '5m', '1h', '90s'],
  percent: ['25%', '0%', '100%'],
  oneOf: ['small', 'large'],
  cidrs: [['10.0.0.0/8'], [], ['10.0.0.0/8', '192.168.0.0/16']],
  list: [['a', 'b'], ['c'], [], ['b', 'a', 'x y']],
  map: [{ mA: 'one' }, {}, { mB: 'two words', mA: '1' }],
};

/** What a step can make, and how many texts and numbers it takes. */
export const STEPS = {
  configMap: 2,
  kubeConfigMap: 2,
  apiObject: 2,
  deployment: 3,
  kubeDeployment: 3,
  secret: 1,
  job: 1,
  cronJob: 1,
  claim: 1,
  ingress: 2,
  autoscaler: 0,
  budget: 0,
  quota: 0,
  networkPolicy: 0,
  serviceAccount: 1,
  statefulSet: 2,
  lazy: 1,
  service: 1,
};

export const CAPABILITIES = ['loadBalancer', 'mesh', 'metrics', 'gateway'];

export function planRecipe(numbers: readonly number[], targets: number): Recipe {
  return new Planner(new Choices(numbers), targets).plan();
}

class Planner {
  private readonly variations: VariationRecipe[] = [];
  private readonly nested: VariationRecipe[] = [];
  private constructs = 0;

  constructor(private readonly choices: Choices, private readonly targets: number) {}

  plan(): Recipe {
    const types = Object.keys(POOLS) as (keyof typeof POOLS)[];
    // One of each type, so that whatever a step needs is there.
    types.forEach((type, i) => this.variations.push(this.variation(`v${i}`, type)));
    this.variations.push(...this.choices.some(0, 3, (i) => this.variation(`w${i}`, this.choices.one(types))));
    this.nested.push(...this.choices.some(0, 2, (i) => this.variation(`n${i}`, this.choices.one(types))));
    const steps = this.choices.some(1, 5, () => this.step(2));
    const dependencies = this.constructs < 2 ? [] : this.choices.some(0, 3, () => {
      const from = 1 + this.choices.below(this.constructs - 1);
      return [from, this.choices.below(from)] as const;
    });
    const clusterValues = this.choices.rarely(2) ? { v0: 13 } : {};
    return { variations: this.variations, nested: this.nested, steps, dependencies, clusterValues };
  }

  private variation(name: string, type: keyof typeof POOLS): VariationRecipe {
    const pool: readonly unknown[] = POOLS[type];
    const values = Array.from({ length: this.targets + 1 }, () => this.choices.one(pool));
    return { name, type, isRequired: this.choices.rarely(5), values };
  }

  private named(...types: (keyof typeof POOLS)[]): string {
    return this.choices.one(this.variations.filter(({ type }) => types.includes(type))).name;
  }

  private chooser(): Chooser {
    return this.choices.rarely(3) ? { oneOf: this.named('oneOf') } : { capability: this.choices.one(CAPABILITIES) };
  }

  private step(depth: number): Step {
    if (depth > 0 && this.choices.rarely(5)) {
      return {
        make: 'when',
        index: this.constructs++,
        by: this.chooser(),
        of: [0, 1].map(() => this.choices.some(0, 2, () => this.step(depth - 1))),
      };
    }
    const make = this.choices.one(Object.keys(STEPS) as (keyof typeof STEPS)[]);
    return {
      make,
      index: this.constructs++,
      texts: Array.from({ length: STEPS[make] }, () => this.text(2, true)),
      numbers: [this.number(), this.number()],
      data: this.data(2),
      quantities: {
        memory: this.named('memory'),
        cpu: this.named('cpu'),
        storage: this.named('storage'),
        duration: this.named('duration'),
      },
      scale: this.choices.one([0, 0.5, 2]),
    };
  }

  private text(depth: number, whole = false): TextRecipe {
    const kinds = ['literal', 'variation', 'number', 'fact', 'joined', 'lookup'] as const;
    const deep = depth > 0 ? ['concatenated', 'plus', 'hash', 'when'] as const : [];
    const alone = whole && depth > 0 ? ['wild', 'json', 'yaml', 'stringify'] as const : [];
    const kind = this.choices.one([...kinds, ...deep, ...alone]);
    switch (kind) {
      case 'literal':
        return { text: kind, is: this.choices.one(['fixed', '', 'x=', ' / ', '007', ...(whole ? ['"q"'] : [])]) };
      case 'variation':
        return { text: kind, name: this.named('string', 'hostname', 'url', 'percent', 'oneOf') };
      case 'wild':
        return { text: kind, name: this.named('wild') };
      case 'number':
        return { text: kind, name: this.named('integer', 'number') };
      case 'joined':
        return { text: kind, name: this.named('list', 'cidrs') };
      case 'lookup':
        return { text: kind, name: this.named('oneOf') };
      case 'fact':
        return { text: kind, name: this.choices.one(['domain', 'telemetry', 'registry']) };
      case 'when':
        return { text: kind, by: this.chooser(), of: [this.text(depth - 1, whole), this.text(depth - 1, whole)] };
      case 'concatenated':
      case 'plus':
        return { text: kind, of: this.choices.some(1, 3, () => this.text(depth - 1)) };
      case 'stringify':
        return { text: kind, of: this.flatData() };
      default:
        return { text: kind, of: this.data(depth - 1, true) };
    }
  }

  private number(depth = 1): NumberRecipe {
    const kinds = [
      'literal', 'variation', 'fact', 'lookup', 'mebibytes', 'scale', 'min', 'max',
      ...(depth > 0 ? (['when'] as const) : []),
    ] as const;
    const kind = this.choices.one(kinds);
    switch (kind) {
      case 'literal': return { number: kind, is: this.choices.one([3, 0, 8080]) };
      case 'variation': return { number: kind, name: this.named('integer') };
      case 'fact': return { number: kind, name: 'nodes' };
      case 'lookup': return { number: kind, name: this.named('oneOf') };
      case 'mebibytes': return { number: kind, name: this.named('memory') };
      case 'scale':
        return {
          number: kind,
          name: this.named('integer'),
          by: this.choices.one([2, 0.5, 1.1]),
          round: this.choices.one(['round', 'floor', 'ceil'] as const),
        };
      case 'min': case 'max': return { number: kind, of: [this.named('integer'), this.named('integer')] };
      default: return { number: 'when', by: this.chooser(), of: [this.number(depth - 1), this.number(depth - 1)] };
    }
  }

  /** `closed` data stands inside a derivation, where an alternative of data cannot. */
  private data(depth: number, closed = false): DataRecipe {
    const kinds = ['text', 'number', 'list', 'spread', 'map', 'spreadMap', 'mapped'] as const;
    const deep = depth > 0 ? ['array', 'object', ...closed ? [] : ['when'] as const] as const : [];
    const kind = this.choices.one([...kinds, ...deep]);
    switch (kind) {
      case 'text': return { data: kind, of: this.text(depth, true) };
      case 'number': return { data: kind, of: this.number() };
      case 'list': case 'spread': case 'mapped': return { data: kind, name: this.named('list', 'cidrs') };
      case 'map': case 'spreadMap': return { data: kind, name: this.named('map') };
      case 'array': return { data: kind, of: this.choices.some(0, 3, () => this.data(depth - 1, closed)) };
      case 'object':
        return {
          data: kind,
          of: Object.fromEntries(this.choices.some(0, 3, (i) => [`key${i}`, this.data(depth - 1, closed)])),
        };
      default: return { data: 'when', by: this.chooser(), of: [this.data(depth - 1), this.data(depth - 1)] };
    }
  }

  /** What plain JSON.stringify may be given: no list, no map. */
  private flatData(): DataRecipe {
    return {
      data: 'object',
      of: Object.fromEntries(this.choices.some(0, 3, (i) => [`key${i}`, this.choices.rarely(2)
        ? { data: 'text' as const, of: { text: 'variation' as const, name: this.named('string', 'wild', 'url') } }
        : { data: 'number' as const, of: { number: 'variation' as const, name: this.named('integer', 'number') } }])),
    };
  }
}
