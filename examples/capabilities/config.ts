import type { Construct } from 'constructs';
import { z } from 'zod';
import {
  type EnvironmentContract, Microservice, ParityApp, ParityChart, config, facts, fromFile, vary,
} from '../../lib';
import { local, production, staging } from './environments';

/** The application reads its environment with the very same: `settings.parse(process.env)`. */
export const settings = z.object({
  LOG_LEVEL: z.enum(['debug', 'info', 'warn']),
  CACHE_SECONDS: z.coerce.number().int().min(1).max(3600).describe('How long pages are kept.'),
  PUBLIC_URL: z.url(),
  TRACING: z.stringbool(),
  /** Where the ConfigMap says nothing, the application has the default. */
  PAGE_SIZE: z.coerce.number().int().default(50),
});

/** A service with settings that a schema checks, and files that each environment's values complete. */
export class Catalog extends ParityChart {
  readonly logLevel = vary.oneOf(['debug', 'info', 'warn'], { default: 'info', why: 'developers want to see more' });
  readonly cache = vary.duration({ default: '5m', max: '1h', why: 'prices are rehearsed without a cache' });
  readonly uploads = vary.memory({ default: '8Mi', max: '64Mi', why: 'customers send larger pictures' });

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const env = facts<EnvironmentContract>(this);
    const host = `catalog.${env.domain}`;
    new Microservice(this, 'web', {
      image: `registry.example.com/shop/catalog@sha256:${'c'.repeat(64)}`,
      port: 8080,
      health: { ready: '/readyz' },
      config: config({
        schema: settings,
        values: {
          LOG_LEVEL: this.logLevel, CACHE_SECONDS: this.cache.toSeconds(), PUBLIC_URL: `https://${host}/`,
          TRACING: env.capabilities.metrics,
        },
        keep: 3,
      }),
      configFiles: {
        '/etc/proxy': {
          'limits.conf': fromFile('examples/capabilities/config/limits.conf')
            .filledWith({ bodySize: this.uploads.toMebibytes(), cacheSeconds: this.cache.toSeconds(), host }),
          'features.json': fromFile('examples/capabilities/config/features.json')
            .filledWith({ reviews: env.capabilities.metrics, catalogUrl: `https://${host}/items` }, { format: 'json' }),
        },
      },
    });
  }
}

export function build(outdir?: string): ParityApp {
  const app = new ParityApp({
    environments: [
      local.overlay(Catalog, { logLevel: 'debug' }),
      staging.overlay(Catalog, { cache: '1s' }),
      production.overlay(Catalog, { uploads: '32Mi' }),
    ],
    outdir,
  });
  app.add(Catalog, 'catalog');
  return app;
}
