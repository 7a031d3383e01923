import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import { type EnvironmentContract, Microservice, ParityApp, ParityChart, facts, serviceOf, vary } from '../../lib';
import type { TemplateObject } from '../../lib/template/template';
import { composedApp } from './composition/composed-app';
import { CLOSED } from './composition/rich-recipe';
import { chosenObjects, filledPlaces, isListed, listedPlaces, readPage } from './may-vary';
import { IMAGE, shop } from './shop';

const ROOT = join(__dirname, '../..');
const namesIn = (folder: string, end: string) => readdirSync(join(ROOT, folder))
  .filter((file) => file.endsWith(end)).map((file) => file.slice(0, -end.length)).sort();
const PAGES = namesIn('docs/capabilities', '.md');
const EXAMPLES = namesIn('examples/capabilities', '.ts').filter((name) => name !== 'environments');
const why = 'test';

test('every capability has a page that says what may vary, and an executable example of one name', () => {
  // The service itself is the flagship's, and the kept configurations are shown with `parity keep`.
  expect(PAGES).toEqual([...EXAMPLES, 'config-history', 'microservice'].sort());
  for (const name of EXAMPLES) expect(readPage(name)).toContain(`examples/capabilities/${name}.ts`);
  for (const name of PAGES) expect(readPage(name)).toContain('\n## What may vary\n');
});

describe('nothing varies that no page lists', () => {
  const places = PAGES.flatMap(listedPlaces);
  /** What every kind has is listed once. */
  const isKnown = (place: string) => isListed(place, places)
    || (/ metadata\.(namespace|labels)/.test(place) && isListed(place.replace(/^\S+ /, ''), places));
  /** By a line of the object, of its kind, or of what chooses its kind. */
  const isKnownChoice = (id: string) => {
    const [kind] = id.split('/');
    return isListed(id, places) || places.some((place) => place === kind || place.startsWith(`${kind} if `));
  };
  const example = (name: string) =>
    (jest.requireActual<{ build(): ParityApp }>(`../../examples/capabilities/${name}`)).build();

  test.each([...EXAMPLES.map((name) => [name, () => example(name)] as const),
    ['all of them at once', () => composedApp(CLOSED)] as const])('%s', (_, build) => {
    const objects = objectsOf(build());
    expect(filledPlaces(objects).filter((place) => !isKnown(place))).toEqual([]);
    expect(chosenObjects(objects).filter((id) => !isKnownChoice(id))).toEqual([]);
  });
});

class Varied extends ParityChart {
  readonly number = vary.integer({ default: 3, min: 1, max: 9, why });
  readonly word = vary.string({ default: 'x', pattern: /[a-z]+/, why });
  readonly memory = vary.memory({ default: '1Gi', max: '9Gi', why });
  readonly cpu = vary.cpu({ default: '1', max: '9', why });
  readonly size = vary.storage({ default: '1Gi', max: '9Gi', why });
  readonly time = vary.duration({ default: '1m', max: '9m', why });
  readonly ranges = vary.cidrs({ default: ['10.0.0.0/8'], why });

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { number, word, memory, cpu, size, time, ranges } = this;
    const image = `${facts<EnvironmentContract>(this).registry}/api@sha256:${'a'.repeat(64)}`;
    const api = new Microservice(this, 'api', {
      image, port: 80, health: { ready: '/' }, replicas: number, args: [word],
      memory: { request: memory, limit: memory }, cpu: { request: cpu, limit: cpu },
      env: { TEXT: word, NUMBER: number, KEY: { secret: word, key: word }, FIELD: { field: word } },
      volumes: {
        a: { mount: '/a', emptyDir: size }, b: { mount: '/b', claim: { role: 'fast', size } },
        c: { mount: '/c', secret: word },
      },
      disruption: { maxUnavailable: number }, terminationGrace: time, component: word, partOf: word,
      labels: { own: word }, podAnnotations: { own: word },
    });
    api.callsExternal({ cidrs: ranges, ports: [1], why: `of ${word}` });
    api.allowFrom({ namespace: word, why });
    new Microservice(this, 'other', { image, replicas: 12, disruption: { minAvailable: number } });
  }
}

class Elsewhere extends ParityChart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'elsewhere' });
    new Microservice(this, 'caller', { image: IMAGE }).calls(serviceOf(Varied, 'varied', 'api'));
  }
}

test('what may vary of a service itself is what its page says', () => {
  const app = shop({ witness: false });
  app.add(Varied, 'varied');
  app.add(Elsewhere, 'elsewhere');
  const places = filledPlaces(objectsOf(app)).map((place) =>
    place.replace(/^\S+ (metadata\.namespace)$/, '$1').replace(/^\S+ (metadata\.labels)\..*/, '$1.*')
      .replace(/(template\.metadata\.(labels|annotations))\..*/, '$1.*'));
  expect([...new Set(places)].sort()).toEqual(listedPlaces('microservice').sort());
});

function objectsOf(app: ParityApp): readonly TemplateObject[] {
  return app.render().index.charts.flatMap(({ template }) => template.objects);
}
