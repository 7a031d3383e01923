import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ParityApp, ParityChart, environment, vary } from '../../lib';
import '../../lib/testing';
import { representativeApp } from '../check/representative-app';

type Body = (replicas: number, size: string) => Record<string, unknown>;

/** An app whose chart gives its object what `spec` makes of a variation: honestly or not. */
function appOf(spec: Body, deferred = false): ParityApp {
  class Shop extends ParityChart {
    readonly replicas = vary.integer({ default: 1, min: 1, max: 9, why: 'traffic differs' });
    readonly size = vary.oneOf(['small', 'large'], { default: 'small', why: 'the catalogue differs' });

    constructor(scope: Construct, id: string) {
      super(scope, id, { namespace: false });
      new ApiObject(this, 'object', {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: id },
        spec: { ...spec(this.replicas, this.size), size: this.size },
      });
    }
  }
  const app = new ParityApp({
    environments: [
      environment<object>('local', {}),
      environment<object>('live', {}).overlay(Shop, { replicas: 3, size: 'large' }),
    ],
  });
  if (deferred) app.add(Shop, 'shop');
  else new Shop(app, 'shop');
  return app;
}

const honest: Body = (replicas) => ({ replicas });
const branching: Body = (replicas, size) => ({ replicas, mode: size === 'large' ? 'fast' : 'slow' });

/** The message with which an assertion fails. */
function messageOf(assertion: () => unknown): string {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  return 'no failure';
}

describe('toBeInParity', () => {
  test('passes for an app, for a build function and for deferred charts', () => {
    expect(appOf(honest)).toBeInParity();
    expect(() => appOf(honest)).toBeInParity();
    expect(() => appOf(honest, true)).toBeInParity();
    expect(() => representativeApp()).toBeInParity();
  });

  test('fails for a chart that branches with ===, naming object, path and both values', () => {
    expect(messageOf(() => expect(() => appOf(branching)).toBeInParity())).toBe(`\
PARITY_WITNESS: the template, filled, is not what cdk8s gives with plain values
  where:    live: shop > Deployment/shop > spec.mode (shop/object)
  got:      template: "slow"
  expected: plain: "fast"
  fix:      code branched on a value that differs, or computed with it: use when(...), vary.oneOf with derive.lookup, or another derivation`);
  });

  test('a deferred chart that branches fails also when only the app is given', () => {
    expect(messageOf(() => expect(appOf(branching, true)).toBeInParity())).toContain(
      'live: shop > Deployment/shop > spec.mode',
    );
    expect(appOf(branching)).toBeInParity();
  });

  test('a template that depends on the ids of placeholders fails', () => {
    const sorted: Body = (replicas, size) => ({ replicas, count: `${size}`.length });
    expect(messageOf(() => expect(() => appOf(sorted)).toBeInParity())).toContain(
      'the template depends on how a placeholder is written',
    );
  });

  test('code that breaks only with plain values fails with its error', () => {
    const breaking: Body = (replicas, size) => {
      if (size === 'large') throw new Error('too large');
      return { replicas };
    };
    expect(messageOf(() => expect(() => appOf(breaking)).toBeInParity())).toMatch(/PARITY_RENDER[^]*live[^]*too large/);
  });

  test('failures of synth are the message, and negation says when it should have failed', () => {
    expect(messageOf(() => expect(appOf(() => ({}))).toBeInParity())).toContain('PARITY_UNUSED_VARIATION');
    expect(messageOf(() => expect(() => appOf((replicas) => ({ replicas: replicas + 1 }))).toBeInParity())).toContain(
      'PARITY_COMPUTED',
    );
    expect(() => appOf(branching)).not.toBeInParity();
    expect(messageOf(() => expect(appOf(honest)).not.toBeInParity())).toContain('they are in parity');
  });

  test('leaves nothing installed that would disturb later tests', () => {
    const { now } = Date;
    expect(() => appOf(honest)).toBeInParity();
    expect(Date.now).toBe(now);
  });

  test.each([undefined, null, 7, [], {}])('%p is no app', (subject) => {
    expect(messageOf(() => expect(subject).toBeInParity())).toContain('expected a ParityApp');
  });
});

describe('toMatchParitySnapshot', () => {
  test('stores the snapshot as people read it', () => {
    expect(() => appOf(honest)).toMatchParitySnapshot();
    expect(appOf(honest)).toMatchParitySnapshot('of an app');
  });

  test('counts as one assertion', () => {
    expect.assertions(1);
    expect(appOf(honest)).toMatchParitySnapshot();
  });

  test('cannot be negated, and fails with the failures of synth', () => {
    expect(messageOf(() => expect(appOf(honest)).not.toMatchParitySnapshot())).toContain('cannot be negated');
    expect(messageOf(() => expect(appOf(() => ({}))).toMatchParitySnapshot())).toContain('PARITY_UNUSED_VARIATION');
  });
});
