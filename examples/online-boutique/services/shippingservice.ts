import type { Construct } from 'constructs';
import { artifact, Microservice, ParityChart, vary } from '../../../lib';

export class ShippingService extends ParityChart {
  readonly replicas = vary.integer({ default: 1, min: 1, max: 20, why: 'orders and price quotes per second differ' });
  readonly server: Microservice;

  constructor(scope: Construct, id: string) {
    super(scope, id, { owner: 'fulfilment' });
    this.server = new Microservice(this, 'server', {
      name: 'shippingservice',
      partOf: 'online-boutique',
      containerName: 'server',
      image: artifact('shippingservice'),
      ports: [{ name: 'grpc', port: 50051 }],
      replicas: this.replicas,
      memory: { request: '64Mi', limit: '128Mi' },
      cpu: { request: '100m', limit: '200m' },
      health: { live: { grpc: true }, ready: { grpc: true, periodSeconds: 5 } },
      env: { PORT: 50051, DISABLE_PROFILER: 1 },
    });
  }
}
