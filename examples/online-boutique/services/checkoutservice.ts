import type { Construct } from 'constructs';
import { artifact, Microservice, ParityChart, vary } from '../../../lib';

/** The services that an order passes through. */
export interface CheckoutPeers {
  readonly catalog: Microservice;
  readonly shipping: Microservice;
  readonly payment: Microservice;
  readonly email: Microservice;
  readonly currency: Microservice;
  readonly cart: Microservice;
}

export class CheckoutService extends ParityChart {
  readonly replicas = vary.integer({ default: 1, min: 1, max: 20, why: 'orders per second differ' });
  readonly server: Microservice;

  constructor(scope: Construct, id: string, peers: CheckoutPeers) {
    super(scope, id, { owner: 'orders' });
    this.server = new Microservice(this, 'server', {
      name: 'checkoutservice',
      partOf: 'online-boutique',
      containerName: 'server',
      image: artifact('checkoutservice'),
      ports: [{ name: 'grpc', port: 5050 }],
      replicas: this.replicas,
      memory: { request: '64Mi', limit: '128Mi' },
      cpu: { request: '100m', limit: '200m' },
      health: { live: { grpc: true }, ready: { grpc: true } },
      env: { PORT: 5050 },
    });
    this.server.calls(peers.catalog, { env: 'PRODUCT_CATALOG_SERVICE_ADDR' });
    this.server.calls(peers.shipping, { env: 'SHIPPING_SERVICE_ADDR' });
    this.server.calls(peers.payment, { env: 'PAYMENT_SERVICE_ADDR' });
    this.server.calls(peers.email, { env: 'EMAIL_SERVICE_ADDR' });
    this.server.calls(peers.currency, { env: 'CURRENCY_SERVICE_ADDR' });
    this.server.calls(peers.cart, { env: 'CART_SERVICE_ADDR' });
  }
}
