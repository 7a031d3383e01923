/**
 * cdk8s as its documentation teaches several environments: one `App` per environment, one chart per service.
 *
 *     node cdk8s.js SERVICES ENVIRONMENTS OUTDIR
 */
import * as path from 'node:path';

import { App } from 'cdk8s';

import { programArguments } from './program-arguments';
import { benchEnvironments, benchServices } from './service';
import { ServiceChart } from './service-chart';

const { services, environments, outdir } = programArguments(process.argv.slice(2));
for (const environment of benchEnvironments(environments)) {
  const app = new App({ outdir: path.join(outdir, environment.name) });
  for (const service of benchServices(services)) {
    new ServiceChart(app, service.name, { service, environment });
  }
  app.synth();
}
