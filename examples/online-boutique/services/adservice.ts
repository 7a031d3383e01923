import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { artifact, Microservice, ParityChart, vary } from '../../../lib';

export class AdService extends ParityChart {
  readonly replicas = vary.integer({ default: 1, min: 1, max: 20, why: 'page views per second differ' });
  readonly cpuRequest = vary.cpu({
    default: '200m', min: '50m', max: '300m',
    why: 'a laptop has few cores to reserve',
  });
  readonly server: Microservice;

  constructor(scope: Construct, id: string) {
    super(scope, id, { owner: 'storefront' });
    const health = { grpc: true, initialDelaySeconds: 20, periodSeconds: 15 } as const;
    this.server = new Microservice(this, 'server', {
      name: 'adservice',
      partOf: 'online-boutique',
      containerName: 'server',
      image: artifact('adservice'),
      ports: [{ name: 'grpc', port: 9555 }],
      replicas: this.replicas,
      memory: { request: '180Mi', limit: '300Mi' },
      cpu: { request: this.cpuRequest, limit: '300m' },
      health: { live: health, ready: health },
      terminationGrace: Duration.seconds(10),
      env: { PORT: 9555 },
    });
  }
}
