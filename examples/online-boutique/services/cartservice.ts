import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { artifact, type Backing, Microservice, ParityChart, vary } from '../../../lib';

export class CartService extends ParityChart {
  readonly replicas = vary.integer({ default: 1, min: 1, max: 20, why: 'visitors per second differ' });
  readonly memory = vary.memory({ default: '128Mi', min: '64Mi', max: '512Mi', why: 'open connections take memory' });
  readonly server: Microservice;

  constructor(scope: Construct, id: string, { redis }: { readonly redis: Backing<'redis', 'address'> }) {
    super(scope, id, { owner: 'orders' });
    this.server = new Microservice(this, 'server', {
      name: 'cartservice',
      partOf: 'online-boutique',
      containerName: 'server',
      image: artifact('cartservice'),
      ports: [{ name: 'grpc', port: 7070 }],
      replicas: this.replicas,
      memory: { request: '64Mi', limit: this.memory },
      cpu: { request: '200m', limit: '300m' },
      health: {
        live: { grpc: true, initialDelaySeconds: 15, periodSeconds: 10 },
        ready: { grpc: true, initialDelaySeconds: 15 },
      },
      terminationGrace: Duration.seconds(10),
    });
    this.server.uses(redis, { env: { address: 'REDIS_ADDR' } });
  }
}
