import { local } from './local';
import { production } from './production';
import { staging } from './staging';

export type { ShopContract } from './contract';
export { local, production, staging };

/** In promotion order. */
export const environments = [local, staging, production];
