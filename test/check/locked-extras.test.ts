import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ParityApp, ParityChart, environment, vary } from '../../lib';
import { findUnexplained } from '../../lib/check/closure';
import { assemblyInMemory } from '../../lib/synth/assembly/read-assembly';

class Rack extends ParityChart {
  readonly level = vary.integer({ default: 1, min: 1, max: 9, why: 'levels differ' });

  constructor(scope: Construct, id: string) {
    super(scope, id);
    new ApiObject(this, 'rack', { apiVersion: 'example.com/v1', kind: 'Rack', spec: { level: this.level } });
  }
}

const level = { in: 'Rack', path: 'spec.level', what: "a rack's level" };

function app(locked: { in: string; path: string; what: string; reason: string }[]): ParityApp {
  const shop = (name: string) => environment(name, { namespace: 'shop' });
  const made = new ParityApp({ environments: [shop('local'), shop('production').overlay(Rack, { level: 2 })], locked });
  made.add(Rack, 'rack');
  return made;
}

test('a place that the app locks cannot differ, and the message says why', () => {
  expect(() => app([{ ...level, reason: 'hardware is the same' }]).render())
    .toThrow("PARITY_LOCKED: a rack's level cannot differ between environments (hardware is the same)");
});

test('a place that is locked without a reason is refused', () => {
  // @ts-expect-error the type asks for the reason too
  expect(() => app([level])).toThrow(/^PARITY_NO_REASON: a place that an app locks needs a reason/);
});

test('readers hold the template against the places that the assembly says are locked', () => {
  const { index, files } = app([{ in: 'Rack', path: 'spec.other', what: 'another place', reason: 'it is another' }]).render();
  expect(index.locked).toHaveLength(1);
  const forged = { index: { ...index, locked: [{ ...level, reason: 'hardware is the same' }] }, files };
  expect(findUnexplained(assemblyInMemory({ index, files }))).toEqual([]);
  expect(findUnexplained(assemblyInMemory(forged)).map(({ message }) => message))
    .toEqual(["the template lets a rack's level differ"]);
});
