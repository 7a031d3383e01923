import { artifact, facts, Microservice, overlays, ParityChart, vary } from 'cdk8s-parity';
import type { Construct } from 'constructs';
import type { Contract } from '../environments/contract';

export class TemplateService extends ParityChart {
  readonly replicas = vary.integer({ default: 1, min: 1, max: 6, why: 'traffic differs' });
  readonly memory = vary.memory({ default: '128Mi', min: '64Mi', max: '512Mi', why: 'caches grow with traffic' });

  constructor(scope: Construct, id: string) {
    super(scope, id, { owner: 'team-template-project' });
    const env = facts<Contract>(this);
    const api = new Microservice(this, 'api', {
      name: 'template-service',
      partOf: 'template-project',
      image: artifact('template-service'),
      port: 8080,
      replicas: this.replicas,
      memory: this.memory,
      health: { live: '/livez', ready: '/readyz' },
      config: { PUBLIC_URL: `https://template-service.${env.domain}`, LOG_LEVEL: env.logLevel },
    });
    api.expose({ host: `template-service.${env.domain}` });
  }
}

/** Where environments differ from the defaults above: by environment, exactly this class's variations. */
export const templateServiceOverlays = overlays(TemplateService, {
  production: { replicas: 3, memory: '256Mi' },
});
