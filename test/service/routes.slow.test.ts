import { renderEnvironments } from '../../lib/testing';
import type { JsonObject } from '../../lib/template/json';
import { build } from '../../examples/capabilities/routes';
import { findSchemaProblems } from './crd-schema';
import { ALL, EVERYTHING, GRPC, render } from './exposures';

test.each([['HTTP', EVERYTHING], ['gRPC', GRPC]] as const)(
  'custom resources of %s fit their definitions everywhere, and the witness agrees',
  (_, options) => {
    const rendered = render([options], ALL);
    const custom = rendered.targets.flatMap(({ manifests }) => manifests)
      .filter(({ apiVersion }) => /gateway\.networking|cert-manager/.test(apiVersion));
    expect(new Set(custom.map(({ kind }) => kind)).size).toBeGreaterThan(2);
    expect(custom.flatMap((object) => findSchemaProblems(object as unknown as JsonObject))).toEqual([]);
    expect(rendered.witness()).toEqual([]);
  },
);

test('the example passes the checks of an assembly', () => {
  expect(renderEnvironments(build)).toPassParityCheck();
});
