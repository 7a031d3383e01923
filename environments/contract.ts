import type { EnvironmentContract } from '../lib';

/** What the shop's environments answer besides what every environment does. */
export interface ShopContract extends EnvironmentContract {
  /** The name under which the storefront is reached from outside. */
  readonly storefrontHost: string;
}
