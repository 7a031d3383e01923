import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { PlaceholderResolver } from '../../lib/synth/placeholder-resolver';
import { withShortcut } from '../../lib/synth/render-shortcut';

const app = () => {
  const made = new App();
  (made as { resolvers: unknown }).resolvers = [new PlaceholderResolver()];
  return new Chart(made, 'chart', { namespace: 'shop', labels: { team: 'a' } });
};

/** What cdk8s gives, and what the shortcut gives, with the order of keys. */
function both(object: ApiObject): [string, string] {
  return [JSON.stringify(object.toJson()), withShortcut(new PlaceholderResolver(), () => JSON.stringify(object.toJson()))];
}

const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined, ''));
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie('any'), { maxKeys: 4, noNullPrototype: true }),
    scalar.map((produced) => Lazy.any({ produce: () => ({ produced, empty: [], none: {} }) })),
    fc.constantFrom(k8s.IntOrString.fromNumber(1), k8s.Quantity.fromString('1Gi')),
  ),
})).any;

test('the shortcut gives what cdk8s gives, on random objects', () => {
  fc.assert(fc.property(
    fc.dictionary(fc.constantFrom('spec', 'data', 'zeta', 'alpha'), value, { noNullPrototype: true }),
    fc.dictionary(fc.constantFrom('labels', 'annotations', 'finalizers', 'extra'), value, { noNullPrototype: true }),
    (parts, metadata) => {
      const make = () => new ApiObject(app(), 'object', { apiVersion: 'v1', kind: 'Thing', ...parts, metadata });
      let object: ApiObject;
      try {
        object = make();
        object.toJson();
      } catch {
        return;
      }
      const [plain, short] = both(object);
      expect(short).toBe(plain);
    },
  ), { numRuns: 500 });
});

test('generated classes convert what the shortcut resolved', () => {
  const [plain, short] = both(new k8s.KubeService(app(), 'service', {
    spec: { ports: [{ port: 80, targetPort: k8s.IntOrString.fromString('http') }], selector: { app: 'a' } },
  }));
  expect(short).toBe(plain);
  expect(short).toContain('"targetPort":"http"');
});

test('an object with patches is rendered by cdk8s itself', () => {
  const object = new ApiObject(app(), 'object', { apiVersion: 'v1', kind: 'Thing', spec: { a: 1 } });
  object.addJsonPatch(JsonPatch.replace('/spec/a', 2));
  const [plain, short] = both(object);
  expect(short).toBe(plain);
  expect(short).toContain('"a":2');
});

test('cdk8s is as it was afterwards, also when rendering fails', () => {
  const original = ApiObject.prototype.toJson;
  expect(() => withShortcut(new PlaceholderResolver(), () => { throw new Error('no'); })).toThrow('no');
  expect(ApiObject.prototype.toJson).toBe(original);
});
