/**
 * cdk8s-parity: one chart per service, rendered once and filled for every environment.
 *
 *     node ours.js SERVICES ENVIRONMENTS OUTDIR [--witness] [--deferred] [--changed]
 *
 * With --changed it is what a pull request would leave: one template is another, and some services other values.
 */
import type { Construct } from 'constructs';

import { ParityApp, ParityChart, environment, facts, vary } from '../lib';
import { programArguments } from './program-arguments';
import { type EnvironmentValues, type ServiceFacts, benchEnvironments, benchServices } from './service';
import { addServiceObjects } from './service-objects';

/** The chart's defaults are the first environment's values: an overlay that repeats a default is an error. */
const [base] = benchEnvironments(1) as [EnvironmentValues];

/** The facts that the seven objects use; a real contract extends `EnvironmentContract`. */
interface BenchContract { readonly kubernetes: string; readonly domain: string; readonly namespace: string }

class Service extends ParityChart {
  readonly minReplicas = vary.integer({ default: base.minReplicas, min: 1, max: 50, why: 'traffic differs' });
  readonly maxReplicas = vary.integer({ default: base.maxReplicas, min: 1, max: 100, why: 'traffic peaks differ' });
  readonly memory = vary.memory({
    default: `${base.memoryMebibytes}Mi`, min: '64Mi', max: '4Gi', why: 'cache size follows traffic',
  });

  constructor(scope: Construct, id: string, service: ServiceFacts) {
    super(scope, id);
    const { domain, namespace } = facts<BenchContract>(this);
    addServiceObjects(this, service, {
      minReplicas: this.minReplicas,
      maxReplicas: this.maxReplicas,
      memory: this.memory,
      domain,
      namespace,
    });
  }
}

const { services, environments: count, outdir, flags } = programArguments(process.argv.slice(2));
const app = new ParityApp({
  outdir,
  environments: benchEnvironments(count).map((values) => withChanges(ourEnvironment(values), values)),
  witness: flags.has('--witness'),
});
const isChanged = flags.has('--changed');
for (const each of benchServices(services)) {
  const service = isChanged && each.name === 'svc-1' ? { ...each, env: { ...each.env, LOG_LEVEL: 'debug' } } : each;
  if (flags.has('--deferred')) app.add(Service, service.name, service);
  else new Service(app, service.name, service);
}
app.synth();

function ourEnvironment(values: EnvironmentValues) {
  const declared = environment<BenchContract>(values.name, {
    kubernetes: '1.34',
    domain: values.domain,
    namespace: values.namespace,
  });
  return values === base ? declared : declared.overlay(Service, {
    minReplicas: values.minReplicas,
    maxReplicas: values.maxReplicas,
    memory: `${values.memoryMebibytes}Mi`,
  });
}

/** One service in a hundred has values of its own. */
function withChanges(declared: ReturnType<typeof ourEnvironment>, values: EnvironmentValues) {
  if (!flags.has('--changed') || values === base) return declared;
  return benchServices(services).filter((_, i) => i % 100 === 99 || i === services - 1)
    .reduce((changed, { name }) =>
      changed.overlay(Service, { minReplicas: values.minReplicas + 1 }, { instance: name }), declared);
}
