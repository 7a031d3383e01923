import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as path from 'node:path';
import * as vm from 'node:vm';
import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { HermeticGuard } from '../../../lib/synth/hermetic/guard';

const made: HermeticGuard[] = [];

function guard(isConstructName: (name: string) => boolean = (name) => name === 'Probe'): HermeticGuard {
  const hermetic = new HermeticGuard({ allowEnv: [], isConstructName });
  made.push(hermetic);
  return hermetic;
}

class Probe extends Construct {
  constructor(read: () => unknown) {
    super(new App(), 'probe');
    read();
  }
}

const nodeModule = (name: string) => require(name) as Record<string, unknown>;

/** Every object that a guard patches, so that one comparison sees any property left behind. */
const patched: readonly object[] = [
  globalThis, Date, Date.prototype, Math, Intl, ...Object.values(Object.getOwnPropertyDescriptors(Intl))
    .flatMap(({ value }) => (value as { prototype?: object }).prototype ?? []),
  String.prototype, Number.prototype, BigInt.prototype, process, process.hrtime,
  Object.getPrototypeOf(performance), performance, Object.getPrototypeOf(globalThis.crypto), nodeModule('node:crypto'),
  nodeModule('node:http'), nodeModule('node:https'), nodeModule('node:dns'), nodeModule('node:dns/promises'),
  (nodeModule('node:net').Socket as { prototype: object }).prototype, nodeModule('node:child_process'),
  nodeModule('cdk8s/lib/_child_process')._child_process as object,
];

const picture = () => patched.map((object) => Object.getOwnPropertyDescriptors(object));

function sameAs(before: ReturnType<typeof picture>): boolean {
  return picture().every((descriptors, index) => {
    const then = before[index] as Record<PropertyKey, PropertyDescriptor>;
    const keys = Reflect.ownKeys(descriptors);
    return keys.length === Reflect.ownKeys(then).length && keys.every((key, position) => {
      const [now, was] = [(descriptors as typeof then)[key]!, then[key]!];
      return Reflect.ownKeys(then)[position] === key && was !== undefined && Object.is(now.value, was.value)
        && now.get === was.get && now.writable === was.writable && now.enumerable === was.enumerable
        && now.configurable === was.configurable;
    });
  });
}

afterEach(() => {
  for (const hermetic of made.splice(0)) hermetic.uninstall();
});

describe('installation', () => {
  test('replaces globals while it lasts and restores each of them exactly', () => {
    const before = picture();
    const hermetic = guard();
    hermetic.install();
    expect(sameAs(before)).toBe(false);
    hermetic.uninstall();
    expect(sameAs(before)).toBe(true);
  });

  test('is the same when done twice, and so is leaving', () => {
    const before = picture();
    const hermetic = guard();
    hermetic.install();
    hermetic.install();
    new Probe(() => Math.random());
    expect(hermetic.failures).toHaveLength(1);
    hermetic.uninstall();
    expect(sameAs(before)).toBe(true);
    hermetic.uninstall();
    expect(sameAs(before)).toBe(true);
  });

  test('of two guards keeps both informed, and restores when the last one leaves', () => {
    const before = picture();
    const [first, second] = [guard(), guard()];
    first.install();
    second.install();
    new Probe(() => Math.random());
    first.uninstall();
    expect(sameAs(before)).toBe(false);
    new Probe(() => Date.now());
    second.uninstall();
    expect(sameAs(before)).toBe(true);
    expect([first.failures.length, second.failures.length]).toEqual([1, 2]);
  });

  test('survives a constructor that throws', () => {
    const before = picture();
    const hermetic = guard();
    hermetic.install();
    expect(() => new Probe(() => { throw new Error(String(Math.random() >= 0)); })).toThrow('true');
    hermetic.uninstall();
    expect(sameAs(before)).toBe(true);
    expect(hermetic.failures).toHaveLength(1);
  });

  test('leaves alone what somebody else replaced meanwhile', () => {
    const original = Math.random;
    const hermetic = guard();
    hermetic.install();
    const theirs = () => 0.5;
    Math.random = theirs;
    hermetic.uninstall();
    expect(Math.random).toBe(theirs);
    Math.random = original;
  });

  test('records nothing any more once it is over, even for a function kept from then', () => {
    const hermetic = guard();
    hermetic.install();
    const kept = { random: Math.random, Date: globalThis.Date, env: process.env };
    hermetic.uninstall();
    new Probe(() => [kept.random(), new kept.Date(), kept.env.PATH]);
    expect(hermetic.failures).toEqual([]);
  });

  test('captures no stack while nobody reads anything', () => {
    guard().install();
    const captured = jest.spyOn(Error, 'captureStackTrace');
    new Probe(() => [new Date(0).toISOString(), 'a'.localeCompare('b'), [3, 1].sort(), process.env.CDK8S_OUTDIR]);
    expect(captured).not.toHaveBeenCalled();
    new Probe(() => Math.random());
    expect(captured).toHaveBeenCalled();
    captured.mockRestore();
  });

  test('leaves the stack settings of Error as they were', () => {
    const { prepareStackTrace, stackTraceLimit } = Error;
    guard().install();
    new Probe(() => Math.random());
    expect([Error.prepareStackTrace, Error.stackTraceLimit]).toEqual([prepareStackTrace, stackTraceLimit]);
  });
});

describe('what keeps working meanwhile', () => {
  test('dates: instanceof, statics, arguments and subclasses', () => {
    const early = new Date(5);
    class Day extends Date {
      next(): Day {
        return new Day(this.getTime() + 86_400_000);
      }
    }
    guard().install();
    class Later extends Date {}
    expect(early instanceof Date && new Date(5) instanceof Date && new Later(7) instanceof Later).toBe(true);
    expect(early.constructor).toBe(Date);
    expect([new Later(7).getTime(), new Day(0).next().getTime()]).toEqual([7, 86_400_000]);
    expect(Date.UTC(1970, 0, 2)).toBe(86_400_000);
    expect([Date.length, Date.name, randomBytes(4).length]).toEqual([7, 'Date', 4]);
  });

  test('the environment can be written, deleted and read', () => {
    guard().install();
    process.env.PROBED = 'a';
    expect([process.env.PROBED, { ...process.env }.PROBED, 'PROBED' in process.env]).toEqual(['a', 'a', true]);
    delete process.env.PROBED;
    expect(process.env.PROBED).toBeUndefined();
  });
});

describe('who is asked about', () => {
  const acme = vm.compileFunction(
    'return class AcmeThing extends Base { constructor(scope) { super(scope, "acme"); Math.random(); } }',
    ['Base', 'Math'],
    { filename: '/somewhere/node_modules/acme/index.js' },
  )(Construct, Math) as new (scope: Construct) => Construct;

  test('a construct of a package counts, at the line of the author who uses it', () => {
    const hermetic = guard((name) => name === 'AcmeThing');
    hermetic.install();
    new acme(new App());
    expect(hermetic.failures[0]?.where).toMatch(/^AcmeThing \(test\/synth\/hermetic\/installation\.test\.ts:\d+\)$/);
  });

  test.each(['/somewhere/node_modules/cdk8s/node_modules/yaml/parser.js', '/x/node_modules/cdk8s-plus-30/lib/pod.js'])(
    '%s asks for itself and does not count', (filename) => {
      const ask = vm.compileFunction('return Math.random()', ['Math'], { filename });
      const hermetic = guard();
      hermetic.install();
      new Probe(() => ask(Math));
      expect(hermetic.failures).toEqual([]);
    },
  );

  test('a module that is loaded from within a constructor does not count', () => {
    const hermetic = guard();
    hermetic.install();
    let late: { at?: number } = {};
    new Probe(() => (late = require('./late')));
    expect(late.at).toBeGreaterThan(0);
    expect(hermetic.failures).toEqual([]);
  });
});

describe('the locale', () => {
  test('is en-US wherever code states none, and the stated one otherwise', () => {
    const stated = ['CH'.toLocaleLowerCase('tr'), 'I'.toLocaleLowerCase('tr'), (1.5).toLocaleString('de')];
    guard().install();
    expect(new Intl.NumberFormat().resolvedOptions().locale).toBe('en-US');
    expect(Intl.Collator([]).resolvedOptions().locale).toBe('en-US');
    expect([(1234.5).toLocaleString(), 'I'.toLocaleLowerCase(), 'ch'.localeCompare('h')]).toEqual(['1,234.5', 'i', -1]);
    expect(['CH'.toLocaleLowerCase('tr'), 'I'.toLocaleLowerCase('tr'), (1.5).toLocaleString('de')]).toEqual(stated);
    expect(new Intl.NumberFormat() instanceof Intl.NumberFormat).toBe(true);
  });
});

describe('a program outside jest', () => {
  test('gives the same on a Czech machine, says the same lines, and gets its globals back', () => {
    const program = path.join(__dirname, 'program.mts');
    const run = (env: Record<string, string>) => JSON.parse(execFileSync(
      process.execPath, ['--import', 'tsx', program], { encoding: 'utf8', env: { ...process.env, ...env } },
    )) as { machine: string; output: unknown };
    const [czech, plain] = [run({ LC_ALL: 'cs_CZ.UTF-8' }), run({ LC_ALL: 'C', CDK8S_LEGACY_HASH: '1' })];
    expect([czech.machine, plain.machine]).toEqual(['h,ch', 'ch,h']);
    expect(czech.output).toEqual(plain.output);
    expect(plain.output).toEqual({
      sorted: 'ch,h',
      name: expect.stringMatching(/^shop-ingress-/),
      failures: [
        'Impure (test/synth/hermetic/program.mts:10) crypto.randomUUID()',
        'test/synth/hermetic/program.mts:22 Math.random()',
      ],
      restored: true,
    });
  });
});
