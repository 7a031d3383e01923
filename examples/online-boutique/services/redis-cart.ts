import type { Construct } from 'constructs';
import { artifact, derive, Microservice, ParityChart, vary } from '../../../lib';

/** One process that holds all carts; they are lost with it, as upstream's are. */
export class RedisCart extends ParityChart {
  readonly memory = vary.memory({ default: '256Mi', min: '200Mi', max: '4Gi', why: 'it holds every open cart' });
  readonly redis: Microservice;

  constructor(scope: Construct, id: string) {
    super(scope, id, { owner: 'orders' });
    const health = { tcp: true, periodSeconds: 5 } as const;
    this.redis = new Microservice(this, 'redis', {
      name: 'redis-cart',
      partOf: 'online-boutique',
      containerName: 'redis',
      image: artifact('redis'),
      ports: [{ name: 'tcp-redis', port: 6379 }],
      replicas: 1,
      memory: { request: '200Mi', limit: this.memory },
      cpu: { request: '70m', limit: '125m' },
      health: { live: health, ready: health },
      // Redis writes a new dump beside the old one.
      volumes: { 'redis-data': { mount: '/data', emptyDir: derive.scale(this.memory, 2) } },
    });
  }
}
