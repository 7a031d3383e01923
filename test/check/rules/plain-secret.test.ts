import { Microservice, type MicroserviceProps, ParityApp, ParityChart, secrets, vary } from '../../../lib';
import { environments } from '../../../examples/capabilities/environments';
import { found } from './found';

const IMAGE = `registry.example/shop/api@sha256:${'a'.repeat(64)}`;
const payment = secrets('payment', { keys: { apiKey: {} } });

function foundWith(props: (chart: Typed) => Partial<MicroserviceProps>): string[] {
  class Shop extends Typed {
    service = new Microservice(this, 'api', { image: IMAGE, args: [this.word], ...props(this) } as MicroserviceProps);
  }
  const app = new ParityApp({ environments });
  app.add(Shop, 'shop');
  return found(app.render(), 'plain-secret');
}

class Typed extends ParityChart {
  readonly word = vary.string({ default: 'a', pattern: /[a-z]+/, why: 'test' });
}

test.each<[string, (chart: Typed) => Partial<MicroserviceProps>, string]>([
  ['a variable', () => ({ env: { DB_PASSWORD: 'hunter2' } }), "Deployment/shop-api | 'DB_PASSWORD'"],
  ['a variable that varies', ({ word }) => ({ env: { apiToken: word } }), "Deployment/shop-api | 'apiToken'"],
  ['a setting', () => ({ config: { AWS_SECRET_ACCESS_KEY: 'x' } }), "ConfigMap/shop-api-config | 'AWS_SECRET_ACCESS_KEY'"],
])('%s that is called like a secret is told, without its value', (_, props, said) => {
  expect(foundWith(props)).toEqual([`note | PLAIN_SECRET | shop > ${said}`]);
});

test('what is read from a Secret, is empty, or is only about one, is not', () => {
  expect(foundWith(() => ({
    env: {
      PAYMENT_API_KEY: payment.key('apiKey'), OTHER_PASSWORD: { secret: 'other', key: 'password' }, ENABLE_TOKEN: '',
      TOKEN_URL: 'https://id.example', PASSWORD_FILE: '/run/x', SECRET_NAME: 'x',
    },
    config: { TOKENS_PER_SECOND: 5 },
  }))).toEqual([]);
});
