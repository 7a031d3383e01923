import type { Construct } from 'constructs';
import { type EnvironmentContract, environment, facts, Microservice, ParityApp, ParityChart, vary } from '../../lib';

type Contract = Pick<EnvironmentContract, 'namespace' | 'domain' | 'registry'>;

export class Greeter extends ParityChart {
  readonly replicas = vary.integer({ default: 1, min: 1, max: 9, why: 'traffic differs' });

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const env = facts<Contract>(this);
    new Microservice(this, 'web', {
      image: `${env.registry}/demo/greeter@sha256:${'5e'.repeat(32)}`,
      port: 8080,
      replicas: this.replicas,
      health: { live: '/livez', ready: '/readyz' },
      config: { PUBLIC_URL: `https://greeter.${env.domain}` },
    });
  }
}

export const local = environment<Contract>('local', {
  namespace: 'demo', domain: 'demo.localhost', registry: 'localhost:5001',
});
export const production = environment<Contract>('production', {
  namespace: 'demo', domain: 'demo.example.com', registry: 'registry.example.com',
}).overlay(Greeter, { replicas: 3 });

export function build(): ParityApp {
  const app = new ParityApp({ environments: [local, production] });
  new Greeter(app, 'greeter');
  return app;
}

if (require.main === module) build().synth();
