import { ApiObject, type Chart, type Cron, type Duration, Lazy, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { type Construct, Construct as Group } from 'constructs';
import { ParityChart, ParityConstruct, derive, facts, text, vary, when } from '../../../lib';
import type { Chooser, DataRecipe, NumberRecipe, Recipe, Step, TextRecipe, VariationRecipe } from './recipe';

const IMAGE = `shop/app@sha256:${'a'.repeat(64)}`;
const why = 'random';

/** A class that declares and builds what a recipe says, the same in each run. */
export function chartClassOf(recipe: Recipe): new (scope: Construct, id: string) => ParityChart {
  return class RandomChart extends ParityChart {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      const fields = this as unknown as Record<string, unknown>;
      for (const variation of recipe.variations) fields[variation.name] = declare(variation);
      const part = new RandomPart(this, 'part', recipe.nested);
      fields.part = part;
      const builder = new Builder(this, fields);
      builder.sink(recipe, part as unknown as Record<string, unknown>);
      for (const step of recipe.steps) builder.make(step);
      builder.depend(recipe.dependencies);
    }
  };
}

class RandomPart extends ParityConstruct {
  constructor(scope: Construct, id: string, variations: readonly VariationRecipe[]) {
    super(scope, id);
    const fields = this as unknown as Record<string, unknown>;
    for (const variation of variations) fields[variation.name] = declare(variation);
  }
}

function declare({ type, isRequired, values }: VariationRecipe): unknown {
  const options = { why, ...(isRequired ? {} : { default: values[0] }) } as never;
  const also = (bounds: object) => ({ ...options as object, ...bounds }) as never;
  switch (type) {
    case 'integer': case 'number': return (vary[type] as typeof vary.number)(also({ min: 0, max: 100 }));
    case 'string': case 'wild': return vary.string(also({ pattern: /[^]*/ }));
    case 'cpu': return vary.cpu(also({ max: '4' }));
    case 'memory': return vary.memory(also({ max: '4Gi' }));
    case 'storage': return vary.storage(also({ max: '4Ti' }));
    case 'duration': return vary.duration(also({ max: '1d' }));
    case 'oneOf': return vary.oneOf(['small', 'large'], options);
    case 'list': return vary.list(also({ items: /.*/ }));
    case 'map': return vary.map(also({ values: /.*/ }));
    default: return (vary[type] as (given: unknown) => unknown)(options);
  }
}

type Fields = Record<string, unknown>;

class Builder {
  private readonly constructs = new Map<number, Construct>();
  private readonly env: Record<string, unknown>;

  constructor(private readonly chart: Chart, private readonly fields: Fields) {
    this.env = facts(chart) as unknown as Record<string, unknown>;
  }

  /** Every variation reaches the output in some object, whatever the steps do with it. */
  sink(recipe: Recipe, part: Fields): void {
    const value = (fields: Fields, { name, type }: VariationRecipe) => {
      const field = fields[name];
      switch (type) {
        case 'memory': case 'storage': return (field as Size).toMebibytes();
        case 'duration': return (field as Duration).toSeconds();
        case 'cpu': return (field as kplus.Cpu).amount;
        default: return field;
      }
    };
    new ApiObject(this.chart, 'sink', {
      apiVersion: 'example.com/v1', kind: 'Sink', metadata: { name: 'sink' },
      spec: {
        own: Object.fromEntries(recipe.variations.map((variation) => [variation.name, value(this.fields, variation)])),
        nested: Object.fromEntries(recipe.nested.map((variation) => [variation.name, value(part, variation)])),
      },
    });
  }

  depend(pairs: Recipe['dependencies']): void {
    for (const [from, to] of pairs) {
      const [source, target] = [this.constructs.get(from), this.constructs.get(to)];
      if (source !== undefined && target !== undefined) source.node.addDependency(target);
    }
  }

  make(step: Step, scope: Construct = this.chart): void {
    if (step.make === 'when') {
      const [first, second] = step.of.map((steps, i) => () => {
        const group = new Group(scope, `group${step.index}-${i}`);
        for (const inner of steps) this.make(inner, group);
      });
      this.choose(step.by, first, second);
      return;
    }
    this.constructs.set(step.index, this.build(step, scope, `made${step.index}`));
  }

  private choose<T>(by: Chooser, first: () => T, second: () => T): T {
    if ('oneOf' in by)
      return when(this.fields[by.oneOf] as 'small' | 'large', { small: first, large: second } as never) as T;
    const capabilities = this.env.capabilities as Record<string, boolean>;
    return when(capabilities[by.capability], { true: first, false: second }) as T;
  }

  private build(step: Exclude<Step, { make: 'when' }>, scope: Construct, id: string): Construct {
    const texts = step.texts.map((t) => this.text(t));
    const numbers = step.numbers.map((n) => this.number(n));
    const data = () => this.data(step.data);
    const labels = { app: id };
    const metadata = { name: id };
    const duration = this.quantity<Duration>(step, 'duration');
    switch (step.make) {
      case 'configMap':
        return new kplus.ConfigMap(scope, id, { metadata, data: { a: texts[0], b: texts[1], c: 'fixed' } });
      case 'kubeConfigMap':
        return new kplus.k8s.KubeConfigMap(scope, id, {
          metadata: { ...metadata, annotations: { a: texts[0] } },
          data: { b: texts[1] },
        });
      case 'apiObject':
        return new ApiObject(scope, id, {
          apiVersion: 'example.com/v1',
          kind: 'Any',
          metadata: { ...metadata, annotations: { a: texts[0], b: texts[1] } },
          spec: { data: data() },
        });
      case 'lazy':
        return new ApiObject(scope, id, {
          apiVersion: 'example.com/v1',
          kind: 'Any',
          metadata,
          spec: { data: Lazy.any({ produce: () => [data(), texts[0]] }) },
        });
      case 'secret':
        return new kplus.Secret(scope, id, { metadata, stringData: { a: texts[0] } });
      case 'serviceAccount':
        return new kplus.ServiceAccount(scope, id, { metadata: { ...metadata, annotations: { role: texts[0] } } });
      case 'job':
        return new kplus.Job(scope, id, {
          metadata,
          backoffLimit: numbers[0],
          activeDeadline: duration,
          containers: [this.container(step, texts)],
        });
      case 'cronJob':
        return new kplus.CronJob(scope, id, {
          metadata,
          schedule: { expressionString: texts[0] } as Cron,
          containers: [this.container(step, texts)],
        });
      case 'claim':
        return new kplus.PersistentVolumeClaim(scope, id, {
          metadata,
          storage: this.quantity<Size>(step, 'storage'),
          storageClassName: texts[0],
        });
      case 'deployment': {
        const deployment = new kplus.Deployment(scope, id, {
          metadata,
          replicas: numbers[0],
          containers: [this.container(step, texts)],
          terminationGracePeriod: duration,
          podMetadata: { annotations: { a: texts[2] } },
        });
        deployment.exposeViaService({ name: `${id}-svc`, ports: [{ port: 80, targetPort: 8080 }] });
        return deployment;
      }
      case 'statefulSet':
        return new kplus.StatefulSet(scope, id, {
          metadata,
          replicas: numbers[0],
          containers: [this.container(step, texts)],
          service: new kplus.Service(scope, `${id}-svc`, { ports: [{ port: 80 }] }),
        });
      case 'ingress': {
        const service = new kplus.Service(scope, `${id}-svc`, { ports: [{ port: 80 }] });
        const ingress = new kplus.Ingress(scope, id, {
          metadata: { ...metadata, annotations: { a: texts[1] } },
          tls: [{ hosts: [texts[0]] }],
        });
        ingress.addHostRule(this.fields.v4 as string, '/', kplus.IngressBackend.fromService(service));
        return ingress;
      }
      case 'service':
        return new kplus.Service(scope, id, {
          metadata: { ...metadata, annotations: { a: texts[0] } },
          ports: [{ port: 80 }],
        });
      case 'kubeDeployment':
        return new kplus.k8s.KubeDeployment(scope, id, {
          metadata,
          spec: {
            replicas: numbers[0],
            selector: { matchLabels: labels },
            strategy: {
              rollingUpdate: {
                maxSurge: kplus.k8s.IntOrString.fromNumber(numbers[1]),
                maxUnavailable: kplus.k8s.IntOrString.fromString(texts[2]),
              },
            },
            template: {
              metadata: { labels, annotations: { a: texts[0] } },
              spec: {
                containers: [{ name: 'main', image: IMAGE, args: [texts[1], ...this.list('v13')] }],
                dnsConfig: { options: this.list('v12').map((value) => ({ name: 'cidr', value })) },
              },
            },
          },
        } as never);
      case 'autoscaler':
        return new kplus.k8s.KubeHorizontalPodAutoscalerV2(scope, id, {
          metadata,
          spec: {
            minReplicas: numbers[0],
            maxReplicas: numbers[1],
            scaleTargetRef: { kind: 'Deployment', name: 'x', apiVersion: 'apps/v1' },
          },
        });
      case 'budget':
        return new kplus.k8s.KubePodDisruptionBudget(scope, id, {
          metadata,
          spec: {
            maxUnavailable: kplus.k8s.IntOrString.fromString(this.fields.v10 as string),
            minAvailable: kplus.k8s.IntOrString.fromNumber(numbers[0]),
          },
        });
      case 'quota':
        return new kplus.k8s.KubeResourceQuota(scope, id, {
          metadata,
          spec: {
            hard: {
              pods: kplus.k8s.Quantity.fromNumber(numbers[0]),
              text: kplus.k8s.Quantity.fromString(this.fields.v10 as string),
            },
          },
        });
      case 'networkPolicy':
        return new kplus.k8s.KubeNetworkPolicy(scope, id, {
          metadata,
          spec: {
            podSelector: { matchLabels: labels },
            ingress: [{ from: this.list('v12').map((cidr) => ({ ipBlock: { cidr } })) }],
            egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: this.list('v12') } }] }],
          },
        });
      default:
        throw new Error(step.make satisfies never);
    }
  }

  private container(step: Exclude<Step, { make: 'when' }>, texts: readonly string[]): kplus.ContainerProps {
    const [memory, cpu] = [this.quantity<Size>(step, 'memory'), this.quantity<kplus.Cpu>(step, 'cpu')];
    return {
      name: 'main',
      image: `${this.env.registry as string}/${IMAGE}`,
      args: texts.slice(0, 1),
      port: 8080,
      envVariables: { A: kplus.EnvValue.fromValue(texts.at(-1) ?? '') },
      resources: {
        memory: { request: memory, limit: this.fields.v7 as Size },
        cpu: { request: cpu, limit: this.fields.v6 as kplus.Cpu },
      },
    };
  }

  private quantity<T extends Size | Duration | kplus.Cpu>(step: Exclude<Step, { make: 'when' }>, kind: string): T {
    const quantity = this.fields[step.quantities[kind] as string] as T;
    return step.scale === 0 || kind === 'storage'
      ? quantity
      : (derive.scale(quantity as never, step.scale) as unknown as T);
  }

  private list(name: string): string[] {
    return this.fields[name] as string[];
  }

  private text(recipe: TextRecipe): string {
    switch (recipe.text) {
      case 'literal':
        return recipe.is;
      case 'variation':
      case 'wild':
        return this.fields[recipe.name] as string;
      case 'number':
        return `${this.fields[recipe.name] as number}`;
      case 'joined':
        return derive.join(this.list(recipe.name), ', ');
      case 'lookup':
        return derive.lookup(this.fields[recipe.name] as string, { small: 'S', large: this.fields.v2 as string });
      case 'fact':
        return recipe.name === 'telemetry'
          ? (this.env.telemetry as { endpoint: string }).endpoint
          : (this.env[recipe.name] as string);
      case 'concatenated':
        return recipe.of.map((part) => `${this.text(part)}/`).reduce((a, b) => `${a}${b}`);
      case 'plus':
        return recipe.of.map((part) => this.text(part)).reduce((a, b) => a + b, 'sum:');
      case 'json':
        return text.json(this.data(recipe.of), 2);
      case 'yaml':
        return text.yaml(this.data(recipe.of));
      case 'hash':
        return derive.contentHash(this.data(recipe.of));
      case 'stringify':
        return JSON.stringify(this.data(recipe.of));
      default:
        return this.choose(
          recipe.by,
          () => this.text(recipe.of[0]),
          () => this.text(recipe.of[1]),
        );
    }
  }

  private number(recipe: NumberRecipe): number {
    switch (recipe.number) {
      case 'literal':
        return recipe.is;
      case 'variation':
        return this.fields[recipe.name] as number;
      case 'fact':
        return this.env.nodes as number;
      case 'lookup':
        return derive.lookup(this.fields[recipe.name] as string, { small: 1, large: 4 });
      case 'mebibytes':
        return derive.unit(this.fields[recipe.name] as Size, 'Mi');
      case 'scale':
        return derive.scale(this.fields[recipe.name] as number, recipe.by, { round: recipe.round });
      case 'min':
      case 'max':
        return derive[recipe.number](...(recipe.of.map((name) => this.fields[name] as number) as [number]));
      default:
        return this.choose(
          recipe.by,
          () => this.number(recipe.of[0]),
          () => this.number(recipe.of[1]),
        );
    }
  }

  private data(recipe: DataRecipe): unknown {
    switch (recipe.data) {
      case 'text':
        return this.text(recipe.of);
      case 'number':
        return this.number(recipe.of);
      case 'list':
      case 'map':
        return this.fields[recipe.name];
      case 'spread':
        return ['first', ...this.list(recipe.name)];
      case 'mapped':
        return this.list(recipe.name).map((item) => ({ item, text: `<${item}>` }));
      case 'spreadMap':
        return { fixed: 'x', ...(this.fields[recipe.name] as object) };
      case 'array':
        return recipe.of.map((item) => this.data(item));
      case 'object':
        return Object.fromEntries(Object.entries(recipe.of).map(([key, value]) => [key, this.data(value)]));
      default:
        return this.choose(
          recipe.by,
          () => this.data(recipe.of[0]),
          () => this.data(recipe.of[1]),
        );
    }
  }
}
