// Written by parity config. Do not edit.
/** What catalog/web reads from its environment. */
export interface CatalogWebConfig {
  readonly LOG_LEVEL: 'debug' | 'info' | 'warn';
  /** How long pages are kept. */
  readonly CACHE_SECONDS: number;
  readonly PUBLIC_URL: string;
  readonly TRACING: boolean;
  /** @default 50 */
  readonly PAGE_SIZE: number;
}
