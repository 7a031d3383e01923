import os from 'node:os';
import { execFileSync, execSync, spawn, spawnSync } from 'node:child_process';
import { getRandomValues, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { lookup } from 'node:dns';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { connect } from 'node:net';
import * as path from 'node:path';
import { ApiObject, App, Chart, Helm, Include, Lazy } from 'cdk8s';
import { EnvValue } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { HermeticGuard } from '../../../lib/synth/hermetic/guard';
import { ParityError } from '../../../lib/template/error';

/** The smallest construct: it runs what it is given inside its constructor. */
class Probe extends Construct {
  constructor(scope: Construct, read: () => unknown) {
    super(scope, 'probe');
    read();
  }
}

const guards: HermeticGuard[] = [];

function guard(allowEnv: readonly string[] = []): HermeticGuard {
  const made = new HermeticGuard({ allowEnv, isConstructName: (name) => name === 'Probe' || name === 'Include' });
  guards.push(made);
  made.install();
  return made;
}

const probe = (read: () => unknown) => new Probe(new App(), read);
const source = readFileSync(__filename, 'utf8').split('\n');
const here = path.relative(process.cwd(), __filename);
const lineOf = (text: string) => source.findIndex((line) => line.includes(text)) + 1;

afterEach(() => {
  for (const made of guards.splice(0)) made.uninstall();
  delete process.env.PROBED;
  delete process.env.CDK8S_LEGACY_HASH;
});

const reads: readonly [string, () => unknown][] = [
  ['Date.now()', () => Date.now()],
  ['new Date()', () => new Date()],
  ['Date()', () => Date()],
  ['performance.now()', () => performance.now()],
  ['process.hrtime()', () => process.hrtime()],
  ['process.hrtime.bigint()', () => process.hrtime.bigint()],
  ['Math.random()', () => Math.random()],
  ['process.cwd()', () => process.cwd()],
  ['os.hostname()', () => os.hostname()],
  ['crypto.randomBytes()', () => randomBytes(4)],
  ['crypto.randomInt()', () => randomInt(4)],
  ['crypto.randomUUID()', () => randomUUID()],
  ['crypto.getRandomValues()', () => globalThis.crypto.getRandomValues(new Uint8Array(4))],
  ['process.env.PROBED', () => process.env.PROBED],
  ['process.env (listed)', () => Object.keys(process.env)],
  ['Date.prototype.getHours()', () => new Date(0).getHours()],
  ['Date.prototype.toString()', () => `${new Date(0)}`],
  ['new Date(year, month, …)', () => new Date(2024, 0, 1)],
  ['new Date(text without a time zone)', () => new Date('2024-01-01T00:00')],
  ['Intl.DateTimeFormat() without timeZone', () => new Intl.DateTimeFormat('en')],
];

describe('what a construct reads besides its input', () => {
  test.each(reads)('%s is reported with its line when a construct reads it', (name, read) => {
    const hermetic = guard();
    probe(read);
    expect(hermetic.failures).toEqual([expect.objectContaining({
      code: 'PARITY_IMPURE',
      where: `Probe (${here}:${lineOf(`['${name}', () =>`)})`,
      got: name,
    })]);
  });

  test.each(reads)('%s is free between two constructs', (_name, read) => {
    const hermetic = guard();
    probe(() => undefined);
    read();
    new Map([[1, read()]]);
    expect(hermetic.failures).toEqual([]);
  });

  test.each([
    ['globalThis.crypto.randomUUID', () => globalThis.crypto.randomUUID(), 'crypto.randomUUID()'],
    ['crypto.getRandomValues', () => getRandomValues(new Uint8Array(1)), 'crypto.getRandomValues()'],
    ['a spread', () => ({ ...process.env }), 'process.env (listed)'],
    ['in', () => 'PROBED' in process.env, 'process.env.PROBED'],
    ['hasOwn', () => Object.hasOwn(process.env, 'PROBED'), 'process.env.PROBED'],
    ['a constructor of a date', () => new (new Date(0).constructor as DateConstructor)(), 'new Date()'],
    ['a helper in between', () => [1].map(() => Math.random()), 'Math.random()'],
  ])('%s is another way to the same source, reported once', (_name, read, got) => {
    process.env.PROBED = 'yes';
    const hermetic = guard();
    probe(read);
    expect(hermetic.failures.map((failure) => failure.got)).toEqual([got]);
  });

  test('a field initializer is part of the constructor', () => {
    class WithField extends Probe {
      readonly seed = Math.random();
    }
    const hermetic = new HermeticGuard({ allowEnv: [], isConstructName: (name) => name === 'WithField' });
    guards.push(hermetic);
    hermetic.install();
    new WithField(new App(), () => undefined);
    expect(hermetic.failures[0]?.where).toBe(`WithField (${here}:${lineOf('readonly seed')})`);
  });

  test('the real value is returned', () => {
    process.env.PROBED = 'real';
    guard();
    let seen: unknown;
    probe(() => (seen = [process.env.PROBED, Date.now() > 1e12, randomBytes(3).length]));
    expect(seen).toEqual(['real', true, 3]);
  });

  test('text, numbers and UTC make dates that depend on nothing', () => {
    const hermetic = guard();
    let text = '';
    probe(() => {
      const texts = ['2024-01-01', '2024-01-01T00:00:00Z', '2024-01-01T00:00+02:00'];
      const dates = [new Date(0), new Date(Date.UTC(2024, 0)), ...texts.map((each) => new Date(each))];
      text = dates.map((date) => date.toISOString() + date.getUTCHours()).join();
    });
    expect(text).toContain('2024-01-01T00:00:00.000Z0');
    expect(hermetic.failures).toEqual([]);
  });

  test('a declared variable is free, and only that one', () => {
    const hermetic = guard(['PROBED']);
    probe(() => [process.env.PROBED, process.env.OTHER]);
    expect(hermetic.failures.map((failure) => failure.got)).toEqual(['process.env.OTHER']);
  });

  test('EnvValue.fromProcess is the read of whoever calls it', () => {
    process.env.PROBED = 'yes';
    const hermetic = guard();
    probe(() => EnvValue.fromProcess('PROBED')); // through plus
    expect(hermetic.failures.map(({ got, where }) => [got, where]))
      .toEqual([['process.env.PROBED', `Probe (${here}:${lineOf('// through plus')})`]]);
  });
});

describe('cdk8s itself', () => {
  test('reads its own switches freely, and those that change manifests as unset', () => {
    process.env.CDK8S_LEGACY_HASH = '1';
    const hermetic = guard();
    let seen: unknown[] = [];
    probe(() => {
      const object = new ApiObject(new Chart(new App(), 'c'), 'o', { apiVersion: 'v1', kind: 'ConfigMap' });
      object.toJson();
      seen = [process.env.CDK8S_LEGACY_HASH, 'CDK8S_LEGACY_HASH' in process.env];
    });
    expect(seen).toEqual([undefined, false]);
    expect(hermetic.failures).toEqual([]);
  });

  test('may start a process with the whole environment, as Include does for a local file', () => {
    const hermetic = guard();
    expect(probe(() => new Include(new Chart(new App(), 'c'), 'i', { url: __filename.replace(/\.ts$/, '.yaml') })))
      .toBeInstanceOf(Probe);
    expect(hermetic.failures).toEqual([]);
  });
});

describe('the network', () => {
  const calls: readonly [string, () => unknown][] = [
    ['fetch(http://127.0.0.1:9)', () => fetch('http://user:secret@127.0.0.1:9/?token=secret')],
    ['http.request()', () => request('http://127.0.0.1:9')],
    ['https.request()', () => secureRequest('https://127.0.0.1:9')],
    ['dns.lookup()', () => lookup('localhost', () => undefined)],
    ['net.Socket.connect()', () => connect(9, '127.0.0.1')],
    ['child_process.execFileSync(… https://a.invalid)', () => execFileSync('x', ['https://a.invalid/s'])],
    ['child_process.execSync(… https://a.invalid)', () => execSync('curl https://a.invalid')],
    ['child_process.spawnSync(… https://a.invalid)', () => spawnSync('x', ['https://a.invalid'])],
    ['child_process.spawn(… https://a.invalid)', () => spawn('x', ['https://a.invalid'])],
  ];

  test.each(calls)('%s throws at once and is recorded', (got, call) => {
    const hermetic = guard();
    expect(() => probe(call)).toThrow(ParityError);
    expect(hermetic.failures).toEqual([expect.objectContaining({ message: 'a construct uses the network', got })]);
  });

  test('Include with a URL and Helm with a repository are caught inside cdk8s', () => {
    const hermetic = guard();
    const chart = new Chart(new App(), 'c');
    expect(() => new Include(chart, 'i', { url: 'https://a.invalid/x.yaml' })).toThrow(/PARITY_IMPURE/);
    expect(() => probe(() => new Helm(chart, 'h', { chart: 'x', repo: 'https://a.invalid' }))).toThrow(/PARITY_IMPURE/);
    expect(hermetic.failures).toHaveLength(2);
  });

  test('is free between two constructs', async () => {
    const hermetic = guard();
    await expect(fetch('http://127.0.0.1:9')).rejects.toThrow();
    execFileSync(process.execPath, ['-e', '', 'https://a.invalid']);
    expect(hermetic.failures).toEqual([]);
  });
});

describe('strict', () => {
  test('counts every access of the author, and ends where it began', () => {
    const hermetic = guard();
    hermetic.strict(() => Math.random()); // strict read
    Math.random();
    expect(hermetic.failures).toEqual([expect.objectContaining({ where: `${here}:${lineOf('// strict read')}` })]);
  });

  test('does not count what cdk8s reads while it renders, but the producer of a Lazy', () => {
    const hermetic = guard();
    const chart = new Chart(new App(), 'c');
    const plain = new ApiObject(chart, 'Plain', { apiVersion: 'v1', kind: 'ConfigMap' });
    const lazy = new ApiObject(chart, 'Lazy', {
      apiVersion: 'v1', kind: 'ConfigMap', data: Lazy.any({ produce: () => ({ at: Date.now() }) }), // produced
    });
    hermetic.strict(() => plain.toJson());
    expect(hermetic.failures).toEqual([]);
    hermetic.strict(() => lazy.toJson());
    expect(hermetic.failures.map((failure) => failure.where)).toEqual([`${here}:${lineOf('// produced')}`]);
  });

  test('ends when the code inside throws', () => {
    const hermetic = guard();
    expect(() => hermetic.strict(() => { throw new Error('inside'); })).toThrow('inside');
    Math.random();
    expect(hermetic.failures).toEqual([]);
  });
});
