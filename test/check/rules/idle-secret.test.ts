import { Microservice, ParityApp, environment, secrets } from '../../../lib';
import { FACTS, IMAGE, chart } from '../../service/shop';
import { found, withIndex } from './found';

const payment = secrets('payment', {
  keys: {
    user: {}, password: {}, url: { template: '{{ .user }}@shop' }, legacy: {}, unused: { template: '{{ .legacy }}' },
  },
});
type Key = Parameters<typeof payment.key>[0];

const local = environment('local', {
  ...FACTS, capabilities: { ...FACTS.capabilities, externalSecrets: false, reloader: false },
});

/** Charts with a service each, which reads some keys. */
function reading(...readers: readonly (readonly Key[])[]) {
  const app = new ParityApp({ environments: [local] });
  readers.forEach((keys, i) => app.add(chart((scope) => new Microservice(scope, 'api', {
    image: IMAGE, env: Object.fromEntries(keys.map((key) => [key.toUpperCase(), payment.key(key)])),
  })), `chart-${i}`));
  return app.render();
}

const LEGACY = 'warning | IDLE_SECRET | payment > legacy';
const UNUSED = 'warning | IDLE_SECRET | payment > unused';

test('a key that nobody reads is a warning, once; what a key that is read is computed of is read', () => {
  expect(found(reading(['url'], ['url', 'password']), 'idle-secret')).toEqual([LEGACY, UNUSED]);
});

test('what any chart reads is read, also when another one is asked about', () => {
  expect(found(reading(['url'], ['password', 'unused']), 'idle-secret', { charts: ['chart-0'] })).toEqual([]);
});

test('where charts are missing nothing is said: they may read it', () => {
  const part = withIndex(reading(['url']), { notReleasable: ['only some charts were synthesized: chart-0'] });
  expect(found(part, 'idle-secret')).toEqual([]);
});
