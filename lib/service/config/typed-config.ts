import { DEFAULT_KEEP } from '../../environment/config-history';
import { callSite } from '../../environment/source-location';
import type { ConfigSchema, ConfigValues } from './config-schema';

/** What `config` is given. */
export interface ConfigOptions<S> {
  /** What the settings must be; the application reads `process.env` with the same. */
  readonly schema: S;
  /** The settings: those of the schema, no others. */
  readonly values: ConfigValues<S>;
  /**
   * For how many releases a former configuration is kept in the cluster, for a Deployment that is rolled back.
   * No more than the Deployment's `revisionHistoryLimit`: what no revision refers to serves nobody.
   * @default 5
   */
  readonly keep?: number;
}

/** Settings with their schema, for a service's `config`. */
export class TypedConfig {
  /** @internal */
  constructor(
    readonly schema: ConfigSchema,
    readonly values: Readonly<Record<string, unknown>>,
    readonly keep: number,
    readonly source: string | undefined,
  ) {}
}

/**
 * Declares a service's settings by a schema, which each environment's settings are held against at synth.
 *
 * The schema sees what the application will see: the texts of environment variables. So it coerces what is no text
 * (`z.coerce.number()`, `z.stringbool()`), and the application reads `process.env` with the very same. A default of the
 * schema is filled by the application; the ConfigMap holds what `values` says.
 *
 * ```ts
 * config({
 *   schema: z.object({ LOG_LEVEL: z.enum(['info', 'debug']), CACHE_SECONDS: z.coerce.number().min(1) }),
 *   values: { LOG_LEVEL: 'info', CACHE_SECONDS: this.cacheSeconds },
 * })
 * ```
 */
export function config<S extends ConfigSchema>({ schema, values, keep = DEFAULT_KEEP }: ConfigOptions<S>): TypedConfig {
  return new TypedConfig(schema, values as Readonly<Record<string, unknown>>, keep, callSite());
}
