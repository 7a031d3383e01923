import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { artifact, Microservice, ParityChart, vary } from '../../../lib';

export class CurrencyService extends ParityChart {
  readonly replicas = vary.integer({
    default: 1, min: 1, max: 20,
    why: 'each price on each page is converted, so that it is called most',
  });
  readonly server: Microservice;

  constructor(scope: Construct, id: string) {
    super(scope, id, { owner: 'payments' });
    this.server = new Microservice(this, 'server', {
      name: 'currencyservice',
      partOf: 'online-boutique',
      containerName: 'server',
      image: artifact('currencyservice'),
      ports: [{ name: 'grpc', port: 7000 }],
      replicas: this.replicas,
      memory: { request: '64Mi', limit: '128Mi' },
      cpu: { request: '100m', limit: '200m' },
      health: { live: { grpc: true }, ready: { grpc: true } },
      terminationGrace: Duration.seconds(10),
      env: { PORT: 7000, DISABLE_PROFILER: 1 },
    });
  }
}
