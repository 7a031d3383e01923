import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { z } from 'zod';
import fc from 'fast-check';
import {
  type ConfigFile, type EnvironmentContract, Microservice, ParityApp, type ParityAppProps, ParityChart,
  type RenderedAssembly, config, environment, preview, vary,
} from '../../lib';
import { findUnexplained } from '../../lib/check/closure';
import { historyText, keepRelease } from '../../lib/check/keep-release';
import { EMPTY_HISTORY, type HistoryConfigMap, readConfigHistory } from '../../lib/environment/config-history';
import { assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import { FACTS, IMAGE, type Manifest } from '../service/shop';

/** What differs between the releases of one program. */
export interface Content {
  /** The settings' value. */
  readonly level: string;
  /** The content of a file. @default - there is none */
  readonly file?: string | ConfigFile;
  /** @default 2 */
  readonly keep?: number;
  readonly namespace?: string;
  /** The name of a preview of local. @default - there is none */
  readonly preview?: string;
  readonly owner?: string;
  /** Of the chart. */
  readonly labels?: Readonly<Record<string, string>>;
}

const schema = z.object({ LEVEL: z.string(), SIZE: z.coerce.number() });
export const TARGETS = ['local', 'production/eu', 'production/us'] as const;

/** An app of one service whose settings differ between environments; clusters of one have the same. */
export function releasedApp(
  { level, file, keep = 2, namespace = 'shop', owner, labels, preview: of }: Content,
  props: Partial<ParityAppProps> = {},
): ParityApp {
  class Checkout extends ParityChart {
    readonly size = vary.integer({ default: 1, min: 1, max: 9, why: 'a test' });
    readonly api = new Microservice(this, 'api', {
      image: IMAGE, port: 8080, health: { ready: '/readyz' },
      config: config({ schema, values: { LEVEL: level, SIZE: this.size }, keep }),
      ...(file === undefined ? {} : { configFiles: { '/etc/app': { 'app.txt': file } } }),
    });
  }
  const local = environment<EnvironmentContract>('local', FACTS);
  const production = environment<EnvironmentContract>('production', { ...FACTS, namespace },
    { clusters: { eu: {}, us: {} } }).overlay(Checkout, { size: 3 });
  const previews = of === undefined ? [] : [preview(of, local, {})];
  const app = new ParityApp({ environments: [local, production, ...previews], ...props });
  new Checkout(app, 'checkout', { owner, labels });
  return app;
}

/** The service in a chart `other`, by its former name; its former chart has another service now. */
export function movedApp({ level }: Content, order: 'before' | 'after', configHistory: string): ParityApp {
  const props = { image: IMAGE, port: 8080, health: { ready: '/readyz' } } as const;
  class Other extends ParityChart {
    readonly size = vary.integer({ default: 1, min: 1, max: 9, why: 'a test' });
    readonly api = new Microservice(this, 'api', {
      ...props, name: 'checkout-api', config: config({ schema, values: { LEVEL: level, SIZE: this.size }, keep: 2 }),
    });
  }
  class Checkout extends ParityChart {
    readonly web = new Microservice(this, 'web', props);
  }
  const app = new ParityApp({ environments: [environment<EnvironmentContract>('local', FACTS)], configHistory });
  if (order === 'before') new Other(app, 'other');
  new Checkout(app, 'checkout');
  if (order === 'after') new Other(app, 'other');
  return app;
}

/** A repository: releases that are made one after another, each with the history of those before it. */
export class Releases {
  readonly history: string;

  constructor(folder: string) {
    this.history = join(folder, 'config-history.json');
  }

  render(content: Content): RenderedAssembly {
    return releasedApp(content, { configHistory: this.file() }).render();
  }

  /** Renders a release, then keeps its configuration, as a pipeline does. */
  release(content: Content, name?: string): RenderedAssembly {
    const rendered = this.render(content);
    const { history } = keepRelease(assemblyInMemory(rendered), readConfigHistory(this.file()), name);
    writeFileSync(this.history, historyText(history));
    return rendered;
  }

  kept(): readonly HistoryConfigMap[] {
    return readConfigHistory(this.history).configMaps;
  }

  text(): string {
    return readFileSync(this.history, 'utf8');
  }

  private file(): string {
    if (!existsSync(this.history)) writeFileSync(this.history, historyText(EMPTY_HISTORY));
    return this.history;
  }
}

/** All objects of a target, of every file. */
export function manifestsIn({ files }: RenderedAssembly, target: string): Manifest[] {
  return [...files].filter(([file]) => file.startsWith(`${target}/`))
    .flatMap(([, text]) => loadAll(text) as Manifest[]);
}

/** The names of the ConfigMaps in a target, sorted; a name twice is there twice. */
export function namesIn(rendered: RenderedAssembly, target: string): string[] {
  return manifestsIn(rendered, target).filter(({ kind }) => kind === 'ConfigMap')
    .map(({ metadata }) => metadata.name as string).sort();
}

/** The ConfigMaps that the pods of a target read. */
export function readIn(rendered: RenderedAssembly, target: string): string[] {
  const { spec } = manifestsIn(rendered, target).find(({ kind }) => kind === 'Deployment').spec.template;
  const names = JSON.stringify(spec).matchAll(/"(checkout-api-[a-z-]+-[0-9a-f]{10})"/g);
  return [...new Set([...names].map(([, name]) => name))].sort();
}

export const anyContents: fc.Arbitrary<Content[]> = fc.array(fc.record({
  level: fc.constantFrom('a', 'b', 'c', 'd'), file: fc.constantFrom(undefined, 'x', 'y'),
}), { minLength: 1, maxLength: 7 });

/** What nobody says for how long it is kept: files. */
const BY_DEFAULT = 5;

/**
 * Makes releases one after another, and expects in each target of each of them: what its pods read, what those of the
 * releases before it read for as long as it is kept, each once, and no other ConfigMap. Synthesized again after it was
 * kept, each gives the same bytes.
 */
export function expectKept(all: Releases, contents: readonly Content[], keep: number): void {
  const made = contents.map((content) => {
    const rendered = all.release({ ...content, keep });
    const again = all.render({ ...content, keep });
    expect([...again.files]).toEqual([...rendered.files]);
    expect(again.index).toEqual(rendered.index);
    return rendered;
  });
  // The same manifests twice in a row are one release.
  const distinct = [...contents.keys()].filter((i) => i === 0
    || JSON.stringify(contents[i - 1]) !== JSON.stringify(contents[i]));
  for (const target of TARGETS) {
    const read = made.map((rendered) => readIn(rendered, target));
    const isSettings = (name: string) => name.startsWith('checkout-api-config-');
    made.forEach((rendered, i) => {
      const before = distinct.filter((each) => each <= i).slice(0, -1);
      const former = (most: number) => before.slice(Math.max(0, before.length - most)).flatMap((each) => read[each]);
      expect(namesIn(rendered, target)).toEqual([...new Set([
        ...read[i], ...former(keep).filter(isSettings), ...former(BY_DEFAULT).filter((name) => !isSettings(name)),
      ])].sort());
    });
  }
  for (const rendered of made) expect(findUnexplained(assemblyInMemory(rendered))).toEqual([]);
}
