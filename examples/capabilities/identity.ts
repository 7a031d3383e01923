import type { Construct } from 'constructs';
import { Microservice, ParityApp, ParityChart } from '../../lib';
import { environments } from './environments';

/** Writes invoices to a bucket of the cloud's, one instance at a time, and follows what is switched on. */
export class Invoices extends ParityChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Microservice(this, 'writer', {
      image: `registry.example.com/shop/invoices@sha256:${'c'.repeat(64)}`,
      port: 8080,
      health: { ready: '/readyz' },
      identity: {
        workload: true,
        permissions: [
          {
            resources: ['configmaps'], names: ['features'], verbs: ['get', 'watch'], why: 'follows what is switched on',
          },
          // Whoever creates an object gives its name only then, so that this is not limited to one.
          { apiGroup: 'coordination.k8s.io', resources: ['leases'], verbs: ['create'], why: 'elects who writes' },
          {
            apiGroup: 'coordination.k8s.io', resources: ['leases'], names: ['invoices-writer'],
            verbs: ['get', 'update'], why: 'elects who writes',
          },
        ],
      },
    });
  }
}

export function build(outdir?: string): ParityApp {
  const app = new ParityApp({ environments, outdir });
  app.add(Invoices, 'invoices');
  return app;
}

if (require.main === module) build().synth();
