/**
 * cdk8s tuned by hand: one `App` per chart and environment, because `App.synth()` takes time that grows with
 * the square of the number of charts.
 *
 *     node tuned.js SERVICES ENVIRONMENTS OUTDIR
 */
import * as path from 'node:path';

import { App } from 'cdk8s';

import { programArguments } from './program-arguments';
import { benchEnvironments, benchServices } from './service';
import { ServiceChart } from './service-chart';

const { services, environments, outdir } = programArguments(process.argv.slice(2));
for (const environment of benchEnvironments(environments)) {
  for (const service of benchServices(services)) {
    const app = new App({ outdir: path.join(outdir, environment.name) });
    new ServiceChart(app, service.name, { service, environment });
    app.synth();
  }
}
