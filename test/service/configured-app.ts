import {
  type EnvironmentContract, type Facts, Microservice, type MicroserviceProps, type ParityAppProps, ParityChart,
  type ParityErrors, facts, vary,
} from '../../lib';
import { formatFailure } from '../../lib/template/error';
import { contentHash } from '../../lib/template/evaluate';
import { hashedContent } from '../../lib/template/hashed-config-map';
import { IMAGE, type Manifest, local, objectsIn, production, shop, staging } from './shop';

/** A chart with something of each kind that may differ. */
export class Checkout extends ParityChart {
  readonly seconds = vary.integer({ default: 30, min: 0, max: 5000, why: 'a test' });
  readonly level = vary.oneOf(['info', 'debug'], { default: 'info', why: 'a test' });
  readonly word = vary.string({ default: 'abc', pattern: /[^]*/, why: 'a test' });
}
export type Props = (chart: Checkout, env: Facts<EnvironmentContract>) => Partial<MicroserviceProps>;
export interface Overlay { readonly seconds?: number; readonly level?: 'info' | 'debug'; readonly word?: string }

export function appOf(props: Props, overlay?: Overlay, options?: Partial<ParityAppProps>) {
  class Given extends Checkout {
    readonly api = new Microservice(this, 'api', {
      image: IMAGE, args: [`${this.seconds}`, this.level, this.word], ...props(this, facts<EnvironmentContract>(this)),
    } as MicroserviceProps);
  }
  const environments = [local, staging, overlay === undefined ? production : production.overlay(Given, overlay)];
  const app = shop({ environments, ...options });
  app.add(Given, 'checkout');
  return app;
}

export function refusals(props: Props, overlay?: Overlay): string[] {
  try {
    appOf(props, overlay).render();
    return [];
  } catch (cause) {
    return (cause as ParityErrors).failures.map(formatFailure);
  }
}

/** ConfigMaps by their names without the hash, which must be of what they hold. */
export function configMaps(objects: Readonly<Record<string, Manifest>>): Record<string, Manifest> {
  const found = Object.values(objects).filter(({ kind }) => kind === 'ConfigMap');
  return Object.fromEntries(found.map((object) => {
    const [, name, hash] = /^(.*)-(\w{10})$/.exec(object.metadata.name) ?? [];
    expect(hash).toBe(contentHash(hashedContent(object), 10));
    expect(object.immutable).toBe(true);
    return [name, object];
  }));
}

export const objects = (props: Props, target = 'production', overlay?: Overlay) =>
  objectsIn(appOf(props, overlay).render(), target);
/** Enough for what is large. */
export const alone = { environments: [production], witness: false };
