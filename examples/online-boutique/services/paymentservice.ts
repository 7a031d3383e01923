import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { artifact, Microservice, ParityChart, secrets, vary } from '../../../lib';

/** Upstream charges nobody; whoever would needs this. */
const provider = secrets('payment-provider', {
  keys: { apiKey: { description: 'of the payment provider', generate: { form: 'hex', length: 32 } } },
});

export class PaymentService extends ParityChart {
  readonly replicas = vary.integer({ default: 1, min: 1, max: 20, why: 'orders per second differ' });
  readonly server: Microservice;

  constructor(scope: Construct, id: string) {
    super(scope, id, { owner: 'payments' });
    this.server = new Microservice(this, 'server', {
      name: 'paymentservice',
      partOf: 'online-boutique',
      containerName: 'server',
      image: artifact('paymentservice'),
      ports: [{ name: 'grpc', port: 50051 }],
      replicas: this.replicas,
      memory: { request: '64Mi', limit: '128Mi' },
      cpu: { request: '100m', limit: '200m' },
      health: { live: { grpc: true }, ready: { grpc: true } },
      terminationGrace: Duration.seconds(10),
      env: { PORT: 50051, DISABLE_PROFILER: 1, PAYMENT_PROVIDER_KEY: provider.key('apiKey') },
    });
  }
}
