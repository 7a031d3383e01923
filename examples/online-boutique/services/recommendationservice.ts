import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { artifact, Microservice, ParityChart, vary } from '../../../lib';

export class RecommendationService extends ParityChart {
  readonly replicas = vary.integer({ default: 1, min: 1, max: 20, why: 'page views per second differ' });
  readonly memory = vary.memory({
    default: '450Mi', min: '220Mi', max: '2Gi',
    why: 'requests at the same time take memory',
  });
  readonly server: Microservice;

  constructor(scope: Construct, id: string, { catalog }: { readonly catalog: Microservice }) {
    super(scope, id, { owner: 'storefront' });
    const health = { grpc: true, periodSeconds: 5 } as const;
    this.server = new Microservice(this, 'server', {
      name: 'recommendationservice',
      partOf: 'online-boutique',
      containerName: 'server',
      image: artifact('recommendationservice'),
      ports: [{ name: 'grpc', port: 8080 }],
      replicas: this.replicas,
      memory: { request: '220Mi', limit: this.memory },
      cpu: { request: '100m', limit: '200m' },
      health: { live: health, ready: health },
      terminationGrace: Duration.seconds(10),
      env: { PORT: 8080, DISABLE_PROFILER: 1 },
    });
    this.server.calls(catalog, { env: 'PRODUCT_CATALOG_SERVICE_ADDR' });
  }
}
