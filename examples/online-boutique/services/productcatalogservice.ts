import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { artifact, Microservice, ParityChart, vary } from '../../../lib';

export class ProductCatalogService extends ParityChart {
  readonly replicas = vary.integer({
    default: 1, min: 1, max: 20,
    why: 'three services ask it for each page that is shown',
  });
  readonly server: Microservice;

  constructor(scope: Construct, id: string) {
    super(scope, id, { owner: 'catalog' });
    this.server = new Microservice(this, 'server', {
      name: 'productcatalogservice',
      partOf: 'online-boutique',
      containerName: 'server',
      image: artifact('productcatalogservice'),
      ports: [{ name: 'grpc', port: 3550 }],
      replicas: this.replicas,
      memory: { request: '64Mi', limit: '128Mi' },
      cpu: { request: '100m', limit: '200m' },
      health: { live: { grpc: true }, ready: { grpc: true } },
      terminationGrace: Duration.seconds(10),
      env: { PORT: 3550, DISABLE_PROFILER: 1 },
    });
  }
}
