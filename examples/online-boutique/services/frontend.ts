import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { z } from 'zod';
import type { ShopContract } from '../../../environments';
import { artifact, config, derive, facts, Microservice, ParityChart, vary } from '../../../lib';

const PLATFORMS = ['local', 'gcp', 'aws', 'azure', 'alibaba', 'onprem'] as const;

/** What the storefront says of the place it runs in. */
const settings = z.object({ ENV_PLATFORM: z.enum(PLATFORMS), FRONTEND_MESSAGE: z.string().max(120) });

/** The services that a page is made of. */
export type FrontendPeers = Readonly<
  Record<'catalog' | 'currency' | 'cart' | 'recommendation' | 'shipping' | 'checkout' | 'ads', Microservice>>;

export class Frontend extends ParityChart {
  readonly minReplicas = vary.integer({ default: 1, min: 1, max: 10, why: 'what a lost zone may take differs' });
  readonly maxReplicas = vary.integer({ default: 2, min: 2, max: 50, why: 'traffic at its peak differs' });
  readonly memory = vary.memory({
    default: '128Mi', min: '64Mi', max: '512Mi', why: 'requests at the same time take memory',
  });
  readonly message = vary.string({
    default: '', pattern: /[A-Za-z0-9 ,.:]{0,120}/, why: 'visitors of a rehearsal are told so',
  });
  readonly platform = vary.oneOf(PLATFORMS, { default: 'gcp', why: 'each page names it' });
  readonly server: Microservice;

  constructor(scope: Construct, id: string, peers: FrontendPeers) {
    super(scope, id, { owner: 'storefront' });
    const probe = (name: string) => ({
      http: '/_healthz', initialDelaySeconds: 10, headers: { Cookie: `shop_session-id=x-${name}-probe` },
    });
    this.server = new Microservice(this, 'server', {
      name: 'frontend',
      partOf: 'online-boutique',
      containerName: 'server',
      image: artifact('frontend'),
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
      autoscale: {
        min: this.minReplicas, max: derive.max(this.minReplicas, this.maxReplicas),
        behavior: { down: { stabilizationSeconds: 600 } },
      },
      recommend: true,
      // Its pages name the cluster and the zone, which it asks the cloud for.
      identity: { workload: true },
      memory: { request: '64Mi', limit: this.memory },
      cpu: { request: '100m', limit: '200m' },
      health: { live: probe('liveness'), ready: probe('readiness') },
      podAnnotations: { 'sidecar.istio.io/rewriteAppHTTPProbers': 'true' },
      config: config({ schema: settings, values: { ENV_PLATFORM: this.platform, FRONTEND_MESSAGE: this.message } }),
      env: { PORT: 8080, SHOPPING_ASSISTANT_SERVICE_ADDR: 'shoppingassistantservice:80', ENABLE_PROFILER: 0 },
    });
    this.server.calls(peers.catalog, { env: 'PRODUCT_CATALOG_SERVICE_ADDR' });
    this.server.calls(peers.currency, { env: 'CURRENCY_SERVICE_ADDR' });
    this.server.calls(peers.cart, { env: 'CART_SERVICE_ADDR' });
    this.server.calls(peers.recommendation, { env: 'RECOMMENDATION_SERVICE_ADDR' });
    this.server.calls(peers.shipping, { env: 'SHIPPING_SERVICE_ADDR' });
    this.server.calls(peers.checkout, { env: 'CHECKOUT_SERVICE_ADDR' });
    this.server.calls(peers.ads, { env: 'AD_SERVICE_ADDR' });
    this.server.expose({
      host: facts<ShopContract>(this).storefrontHost,
      tls: { otherwise: { use: 'http', why: 'nobody signs certificates for a laptop' } },
      timeouts: { backendRequest: Duration.seconds(20) },
    });
  }
}
