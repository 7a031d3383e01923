import type { Construct } from 'constructs';
import { artifact, Backing, ParityChart, vary } from '../../../lib';

/** Holds all carts; where one process does, they are lost with it, as upstream's are. */
export class RedisCart extends ParityChart {
  readonly memory = vary.memory({ default: '256Mi', min: '200Mi', max: '4Gi', why: 'it holds every open cart' });
  readonly redis: Backing<'redis', 'address'>;

  constructor(scope: Construct, id: string) {
    super(scope, id, { owner: 'orders' });
    this.redis = Backing.redis(this, 'redis', {
      name: 'redis-cart',
      partOf: 'online-boutique',
      major: 8,
      persistence: false,
      image: artifact('redis'),
      memory: { request: '200Mi', limit: this.memory },
      cpu: { request: '70m', limit: '125m' },
      // As cartservice reads it, which knows no URLs: StackExchange.Redis.
      keys: { address: '{{ .host }}:{{ .port }},password={{ .password }}' },
    });
  }
}
