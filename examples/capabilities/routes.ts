import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { type EnvironmentContract, Microservice, ParityApp, ParityChart, facts, vary } from '../../lib';
import { local, production, staging } from './environments';

/** A shop's front door: pages, an API beside them on a port of its own, and gRPC for its apps. */
export class Storefront extends ParityChart {
  readonly timeout = vary.duration({ default: '20s', min: '1s', max: '60s', why: 'the real catalogue is larger' });
  readonly origins = vary.list({
    items: /https?:\/\/[a-z0-9.:*-]+/, maxItems: 8, default: ['https://*.shop.example.com'],
    why: 'partners embed the shop in production only',
  });

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { domain } = facts<EnvironmentContract>(this);
    const tls = { otherwise: { use: 'http', why: 'nobody signs certificates for a laptop' } } as const;
    const web = new Microservice(this, 'web', {
      image: `registry.example.com/shop/web@sha256:${'a'.repeat(64)}`,
      ports: [
        { name: 'http', port: 80, targetPort: 8080 },
        { name: 'api', port: 81, targetPort: 8081 },
        { name: 'grpc', port: 9000, appProtocol: 'grpc' },
      ],
      health: { ready: '/readyz' },
    });
    web.expose({
      hosts: [domain, `shop.${domain}`],
      port: 'http',
      paths: ['/', { prefix: '/api', port: 'api', methods: ['GET', 'POST'], rewrite: { prefix: '/' } }],
      tls,
      headers: { response: { set: { 'Strict-Transport-Security': 'max-age=31536000' }, remove: ['Server'] } },
      redirects: { www: { hosts: [`www.${domain}`], to: { host: domain } } },
      timeouts: { request: Duration.seconds(60), backendRequest: this.timeout },
      requestSize: '8Mi',
      cors: { origins: this.origins, methods: ['GET', 'POST'], headers: ['Content-Type', 'Authorization'] },
      rateLimit: { requests: 50, per: 'second' },
      without: {
        gateway: { requestSize: 'the CDN in front limits uploads', rateLimit: 'the CDN in front limits clients' },
        ingress: {
          methods: 'a laptop', rewrites: 'the API answers under /api as well', responseHeaders: 'a laptop has no HTTPS',
          redirects: 'nobody types www on a laptop', requestTimeout: 'a debugger stops for longer',
        },
      },
    });
    web.expose({
      name: 'apps', host: `apps.${domain}`, port: 'grpc', grpcMethods: [{ service: 'shop.v1.Cart' }], tls,
    });
  }
}

export function build(outdir?: string): ParityApp {
  const app = new ParityApp({
    environments: [
      local.overlay(Storefront, { origins: ['http://localhost:3000'] }),
      staging,
      production.overlay(Storefront, {
        timeout: '30s', origins: ['https://*.shop.example.com', 'https://partner.example.org'],
      }),
    ],
    outdir,
  });
  app.add(Storefront, 'storefront');
  return app;
}

if (require.main === module) build().synth();
