import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ParityApp, readAssembly } from '../../lib';
import { renderEnvironments } from '../../lib/testing';
import { judge } from '../../lib/testing/pass-parity-check';
import { Cart, Checkout, build, local, messageOf, production } from './small-shop';
import { branchingApp } from './branching-app';

const now = '2026-11-21';

describe('toPassParityCheck', () => {
  test('passes for an app, a function that builds one, what was rendered, and deferred charts', () => {
    expect(build()).toPassParityCheck({ now });
    expect(build).toPassParityCheck({ now });
    expect(renderEnvironments(Checkout, [local, production])).toPassParityCheck({ now });
    expect(renderEnvironments(build)).toPassParityCheck({ now });
    expect(messageOf(() => expect(build).not.toPassParityCheck({ now }))).toContain('but the check passes');
  });

  test('passes for a written assembly, read or by its folder, only if it was witnessed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'parity-check-'));
    const write = (witness: boolean) => {
      const app = new ParityApp({ environments: [local], outdir: folder, witness });
      app.add(Cart, 'cart', { port: 80 });
      app.synth();
    };
    try {
      write(false);
      expect(messageOf(() => expect(folder).toPassParityCheck({ now }))).toContain('PARITY_NOT_WITNESSED');
      expect(readAssembly(folder)).not.toPassParityCheck({ now });
      expect(folder).toPassParityCheck({ now, rules: ['closure'] });
      write(true);
      expect(folder).toPassParityCheck({ now });
      expect(readAssembly(folder)).toPassParityCheck({ now });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('witnesses what it renders: code that branches fails, whatever the rules say', () => {
    const message = messageOf(() => expect(() => branchingApp()).toPassParityCheck({ now }));
    expect(message).toContain('expect(assembly).toPassParityCheck()\n\nerror PARITY_WITNESS: ');
    expect(message).toContain('live: shop > Thing/shop > spec.mode');
    expect(renderEnvironments(() => branchingApp())).not.toPassParityCheck({ now });
  });

  test('refuses an option that it does not know, and a check by no rule: both would pass whatever is given', () => {
    expect(messageOf(() => expect(build).toPassParityCheck({ now, failon: 'note' } as never))).toContain("got 'failon'");
    expect(messageOf(() => expect(build).toPassParityCheck({ now, rules: [] }))).toContain('PARITY_BAD_ARGUMENT');
  });

  test('an app that may not be released says why', () => {
    const unpinned = () => branchingApp({ requireDigests: false, isHonest: true });
    const message = messageOf(() => expect(unpinned).toPassParityCheck());
    expect(message).toContain('PARITY_NOT_RELEASABLE');
    expect(message).toContain('images may be named without a digest');
    expect(message).not.toContain('witnessed');
  });

  test('an edited file fails', () => {
    const { index, files } = build().render();
    const path = 'production/cart.k8s.yaml';
    const edited = new Map(files).set(path, (files.get(path) as string).replace('port: 8080', 'port: 8081'));
    const message = messageOf(() => expect({ index, files: edited }).toPassParityCheck({ now }));
    expect(message).toMatch(/PARITY_UNEXPLAINED[^]*production\/cart\.k8s\.yaml/);
  });

  test('expiry is judged by the day it is told, and by today when it is told none', () => {
    expect(() => build()).not.toPassParityCheck({ now: '2027-04-01' });
    expect(judge(build, { now: '2027-04-01' }).failing.map(({ failure }) => failure.message)).toEqual([
      expect.stringMatching(/expired/),
    ]);
    expect(judge(build).result.now).toBe(new Date().toISOString().slice(0, 10));
  });

  test('fails from the severity that is asked for, and tells how much else was found', () => {
    const soon = { now: '2027-03-20', soonDays: 30 };
    expect(build).toPassParityCheck(soon);
    expect(build).not.toPassParityCheck({ ...soon, failOn: 'warning' });
    expect(build).not.toPassParityCheck({ ...soon, failOn: 'note' });
    const message = messageOf(() => expect(build).toPassParityCheck({ ...soon, failOn: 'warning' }));
    expect(message).toContain('warning PARITY_EXPIRES_SOON');
  });

  test('what cannot be checked fails also the negation', () => {
    const failing = (subject: unknown, options: object) =>
      messageOf(() => expect(subject).not.toPassParityCheck(options));
    expect(failing('no/such/folder', { now })).toContain('PARITY_NO_ASSEMBLY');
    expect(failing(build, { now: 'tomorrow' })).toContain('PARITY_BAD_ARGUMENT');
    expect(failing(build, { now, rules: ['clossure'] })).toContain('closure');
    expect(failing(build, { now, charts: ['chekout'] })).toContain("'checkout'");
    expect(failing(build, { now, failOn: 'warnings' })).toContain("is 'warning' meant?");
    expect(failing(undefined, { now })).toContain('expected a ParityApp');
  });
});

test('what does not fit is refused by the compiler', () => {
  const wrong = () => {
    // @ts-expect-error -- no severity
    expect(build).toPassParityCheck({ failOn: 'warnings' });
    // @ts-expect-error -- a day as text
    expect(build).toPassParityCheck({ now: new Date() });
    // @ts-expect-error -- no such option
    expect(build).toPassParityCheck({ soon: 3 });
  };
  expect(wrong).toBeInstanceOf(Function);
});
