import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ParityApp, ParityChart, environment, vary } from '../../lib';

/** An app whose chart branches on a value that differs, unless it is honest. */
export function branchingApp({ isHonest = false, requireDigests = true } = {}): ParityApp {
  class Shop extends ParityChart {
    readonly size = vary.oneOf(['small', 'large'], { default: 'small', why: 'the catalogue differs' });

    constructor(scope: Construct, id: string) {
      super(scope, id, { namespace: false });
      const mode = !isHonest && (this.size as string) === 'large' ? 'fast' : 'slow';
      new ApiObject(this, 'object', {
        apiVersion: 'v1', kind: 'Thing', metadata: { name: id }, spec: { mode, size: this.size },
      });
    }
  }
  const app = new ParityApp({
    environments: [environment<object>('local', {}), environment<object>('live', {}).overlay(Shop, { size: 'large' })],
    requireDigests,
  });
  new Shop(app, 'shop');
  return app;
}
