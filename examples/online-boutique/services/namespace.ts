import type { Construct } from 'constructs';
import { Baseline, ParityChart, vary } from '../../../lib';

/** What the shop's namespace has before anything runs in it; applied first. */
export class ShopNamespace extends ParityChart {
  readonly cpu = vary.cpu({ default: '3', min: '1', max: '64', why: 'traffic differs' });
  readonly memory = vary.memory({ default: '4Gi', min: '1Gi', max: '64Gi', why: 'caches and pods follow the traffic' });
  readonly pods = vary.integer({ default: 30, min: 15, max: 500, why: 'traffic differs' });

  constructor(scope: Construct, id: string) {
    super(scope, id, { owner: 'shop' });
    new Baseline(this, 'baseline', {
      team: 'shop',
      // Requests alone: the limits of a mesh's sidecars are far above what they use.
      quota: { cpu: { request: this.cpu }, memory: { request: this.memory }, pods: this.pods },
      roles: {
        view: { groups: ['shop-developers'] },
        operate: { groups: ['shop-on-call'] },
        breakGlass: { groups: ['shop-emergency'], why: 'an incident that on-call cannot end; security opens it' },
      },
      mesh: {
        why: 'sidecars get their certificates and routes from istiod',
        to: [{ namespace: 'istio-system', pods: { app: 'istiod' }, ports: [15012] }],
      },
    });
  }
}
