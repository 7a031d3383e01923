import { ParityApp } from '../../lib';
import { exampleFile } from './example-file';
import { environments } from './overlays';
import { AdService } from './services/adservice';
import { CartService } from './services/cartservice';
import { CheckoutService } from './services/checkoutservice';
import { CurrencyService } from './services/currencyservice';
import { EmailService } from './services/emailservice';
import { Frontend } from './services/frontend';
import { LoadGenerator } from './services/loadgenerator';
import { ShopNamespace } from './services/namespace';
import { PaymentService } from './services/paymentservice';
import { ProductCatalogService } from './services/productcatalogservice';
import { RecommendationService } from './services/recommendationservice';
import { RedisCart } from './services/redis-cart';
import { ShippingService } from './services/shippingservice';

/** Online Boutique: eleven services (upstream counts the load generator among them), Redis, and their namespace. */
export function build(): ParityApp {
  const app = new ParityApp({ environments, artifacts: exampleFile('artifacts.json') });

  new ShopNamespace(app, 'namespace');
  const { redis } = new RedisCart(app, 'redis-cart');
  const { server: cart } = new CartService(app, 'cartservice', { redis });
  const { server: catalog } = new ProductCatalogService(app, 'productcatalogservice');
  const { server: currency } = new CurrencyService(app, 'currencyservice');
  const { server: shipping } = new ShippingService(app, 'shippingservice');
  const { server: payment } = new PaymentService(app, 'paymentservice');
  const { server: email } = new EmailService(app, 'emailservice');
  const { server: ads } = new AdService(app, 'adservice');
  const { server: recommendation } = new RecommendationService(app, 'recommendationservice', { catalog });
  const { server: checkout } = new CheckoutService(app, 'checkoutservice', {
    catalog, shipping, payment, email, currency, cart,
  });
  const { server: frontend } = new Frontend(app, 'frontend', {
    catalog, currency, cart, recommendation, shipping, checkout, ads,
  });
  new LoadGenerator(app, 'loadgenerator', { frontend });

  return app;
}

if (require.main === module) build().synth();
