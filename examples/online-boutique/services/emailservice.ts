import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { artifact, Microservice, ParityChart, vary } from '../../../lib';

export class EmailService extends ParityChart {
  readonly replicas = vary.integer({ default: 1, min: 1, max: 20, why: 'orders per second differ' });
  readonly server: Microservice;

  constructor(scope: Construct, id: string) {
    super(scope, id, { owner: 'fulfilment' });
    this.server = new Microservice(this, 'server', {
      name: 'emailservice',
      partOf: 'online-boutique',
      containerName: 'server',
      image: artifact('emailservice'),
      ports: [{ name: 'grpc', port: 5000, targetPort: 8080 }],
      replicas: this.replicas,
      memory: { request: '64Mi', limit: '128Mi' },
      cpu: { request: '100m', limit: '200m' },
      health: { live: { grpc: true, periodSeconds: 5 }, ready: { grpc: true, periodSeconds: 5 } },
      terminationGrace: Duration.seconds(10),
      env: { PORT: 8080, DISABLE_PROFILER: 1 },
    });
  }
}
