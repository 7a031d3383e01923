import { local, production, staging } from '../../environments';
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

/** The environments in promotion order, each with its whole difference from the defaults. */
export const environments = [
  local
    .overlay(Frontend, { platform: 'local', message: 'This shop runs on your own machine.' })
    .overlay(AdService, { cpuRequest: '50m' })
    .overlay(LoadGenerator, { users: 2, cpuRequest: '100m' }),

  staging
    .overlay(ShopNamespace, { cpu: '8', memory: '8Gi', pods: 50 })
    .overlay(Frontend, { minReplicas: 2, maxReplicas: 4, message: 'This is a rehearsal: nothing is delivered.' })
    .overlay(CartService, { replicas: 2 })
    .overlay(CheckoutService, { replicas: 2 })
    .overlay(CurrencyService, { replicas: 2 })
    .overlay(ProductCatalogService, { replicas: 2 })
    .overlay(RedisCart, { memory: '1Gi' })
    .overlay(LoadGenerator, { users: 50, rate: 5 }),

  production
    .overlay(ShopNamespace, { cpu: '16', memory: '16Gi', pods: 100 })
    .overlay(Frontend, { minReplicas: 3, maxReplicas: 12, memory: '256Mi' })
    .overlay(AdService, { replicas: 2 })
    .overlay(CartService, { replicas: 3, memory: '256Mi' })
    .overlay(CheckoutService, { replicas: 3 })
    .overlay(CurrencyService, { replicas: 4 })
    .overlay(EmailService, { replicas: 2 })
    .overlay(PaymentService, { replicas: 3 })
    .overlay(ProductCatalogService, { replicas: 4 })
    .overlay(RecommendationService, { replicas: 2, memory: '640Mi' })
    .overlay(ShippingService, { replicas: 2 }),
];
