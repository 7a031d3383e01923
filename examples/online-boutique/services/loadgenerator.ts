import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { z } from 'zod';
import { artifact, config, Microservice, ParityChart, vary } from '../../../lib';

/** How many shoppers there are, and how many of them come each second. */
const settings = z.object({ USERS: z.coerce.number().int().min(1), RATE: z.coerce.number().int().min(1) });

export class LoadGenerator extends ParityChart {
  readonly users = vary.integer({ default: 10, min: 1, max: 1000, why: 'a rehearsal carries the load of a peak' });
  readonly rate = vary.integer({
    default: 1, min: 1, max: 100,
    why: 'how fast the load grows follows how large it is',
  });
  readonly cpuRequest = vary.cpu({
    default: '300m', min: '50m', max: '500m',
    why: 'a laptop has few cores to reserve',
  });
  readonly main: Microservice;

  constructor(scope: Construct, id: string, { frontend }: { readonly frontend: Microservice }) {
    super(scope, id, { owner: 'reliability' });
    this.main = new Microservice(this, 'main', {
      name: 'loadgenerator',
      partOf: 'online-boutique',
      image: artifact('loadgenerator'),
      replicas: 1,
      memory: { request: '256Mi', limit: '512Mi' },
      cpu: { request: this.cpuRequest, limit: '500m' },
      terminationGrace: Duration.seconds(10),
      podAnnotations: { 'sidecar.istio.io/rewriteAppHTTPProbers': 'true' },
      config: config({ schema: settings, values: { USERS: this.users, RATE: this.rate } }),
    });
    this.main.calls(frontend, { env: 'FRONTEND_ADDR' });
  }
}
