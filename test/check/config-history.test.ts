/* oxlint-disable typescript/no-explicit-any -- tests edit parsed data in ways that no type allows */
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParityErrors, fromFile } from '../../lib';
import { findUnexplained } from '../../lib/check/closure';
import { keepRelease } from '../../lib/check/keep-release';
import { EMPTY_HISTORY, readConfigHistory } from '../../lib/environment/config-history';
import { assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import { contentHash } from '../../lib/template/evaluate';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';
import {
  type Content, Releases, TARGETS, expectKept, manifestsIn, movedApp, namesIn, readIn, releasedApp,
} from './released-app';

const temporary = temporaryFolders();
const releases = () => new Releases(temporary());
const KEPT = 'production/eu/checkout.kept.k8s.yaml';

function refusal(work: () => unknown): string {
  try {
    work();
    return 'nothing';
  } catch (cause) {
    const { failures, failure } = cause as ParityErrors & { failure: ParityErrors['failures'][number] };
    return (failures ?? [failure])
      .map(({ code, where, got }) => [code, where, got].filter(Boolean).join(' | ')).join('\n');
  }
}

describe('releases one after another', () => {
  test('hold their own configuration once, that of former ones as long as it is kept, and no other', () => {
    const contents = [...'abacddb'].map((level, i) => ({ level, file: [undefined, 'x', 'y'][i % 3] }));
    expectKept(releases(), contents, 2);
  });

  test('a Deployment that is rolled back finds what it reads, as many releases later as it is kept', () => {
    const all = releases();
    const made = ['a', 'b', 'c', 'd', 'e'].map((level) => all.release({ level, file: level, keep: 3 }));
    for (const target of TARGETS) {
      made.forEach((rendered, k) => {
        const read = readIn(rendered, target);
        expect(read).toHaveLength(2);
        for (const later of made.slice(k, k + 4)) expect(namesIn(later, target)).toEqual(expect.arrayContaining(read));
      });
      const [settings] = readIn(made[0], target);
      expect(namesIn(made[4], target)).not.toContain(settings);
    }
  });

  test('a kept ConfigMap is the one that was deployed, with the labels of today\'s chart', () => {
    const all = releases();
    const first = all.release({ level: 'a', owner: 'payments', labels: { cost: 'one' } });
    const second = all.release({ level: 'b', owner: 'checkout', labels: { cost: 'two', more: 'yes' } });
    const [was] = manifestsIn(first, 'local').filter(({ kind }) => kind === 'ConfigMap');
    expect(second.files.get('local/checkout.kept.k8s.yaml')).toBeDefined();
    const kept = manifestsIn(second, 'local').find(({ metadata }) => metadata.name === was.metadata.name);
    expect(kept).toEqual({ ...was, metadata: { ...was.metadata,
      labels: { ...was.metadata.labels, 'cdk8s-parity.dev/owner': 'checkout', cost: 'two', more: 'yes' } } });
  });

  test('nothing is written where nothing is kept: at first, without a history, with keep 0', () => {
    const all = releases();
    const files = (content: Content) => [...all.render(content).files.keys()].filter((file) => file.includes('.kept.'));
    expect(files({ level: 'a' })).toEqual([]);
    all.release({ level: 'a' });
    expect(files({ level: 'a' })).toEqual([]);
    expect(files({ level: 'b' })).toEqual(TARGETS.map((target) => `${target}/checkout.kept.k8s.yaml`));
    expect([...releasedApp({ level: 'b' }).render().files.keys()].some((file) => file.includes('.kept.'))).toBe(false);
    const none = releases();
    none.release({ level: 'a', keep: 0 });
    expect(none.kept().map(({ keep }) => keep)).toEqual([0, 0, 0]);
    expect([...none.render({ level: 'b', keep: 0 }).files.keys()].some((file) => file.includes('.kept.'))).toBe(false);
  });

  test('what was in another namespace is not kept, and is again when the namespace is back', () => {
    const all = releases();
    const first = all.release({ level: 'a' });
    const [name] = readIn(first, 'production/eu');
    expect(namesIn(all.render({ level: 'b', namespace: 'other' }), 'production/eu')).not.toContain(name);
    expect(namesIn(all.render({ level: 'b', namespace: 'other' }), 'local')).toHaveLength(2);
    expect(namesIn(all.render({ level: 'b' }), 'production/eu')).toContain(name);
  });

  test('files are kept with their bytes, as settings are', () => {
    const all = releases();
    const folder = temporary();
    const bytes = (name: string, content: readonly number[]) => {
      writeFileSync(join(folder, name), Buffer.from(content));
      return fromFile(join(folder, name));
    };
    const first = all.release({ level: 'a', file: bytes('a', [0, 255, 254]) });
    const [kept] = manifestsIn(first, 'local').filter(({ binaryData }) => binaryData !== undefined);
    expect(all.kept().filter(({ binaryData }) => binaryData !== undefined)).toHaveLength(3);
    const second = all.render({ level: 'a', file: bytes('b', [1, 255]) });
    expect(manifestsIn(second, 'local')).toContainEqual(kept);
    expect(findUnexplained(assemblyInMemory(second))).toEqual([]);
  });

  test('a preview keeps nothing, also when the history has its name', () => {
    const all = releases();
    all.release({ level: 'a' });
    const names = (text: string) => text.replaceAll('"target": "local"', '"target": "pr-1"');
    writeFileSync(all.history, names(all.text()));
    const rendered = all.render({ level: 'b', preview: 'pr-1' });
    expect([...rendered.files.keys()].filter((file) => file.startsWith('pr-1/'))).toEqual(['pr-1/checkout.k8s.yaml']);
    const { history } = keepRelease(assemblyInMemory(rendered), readConfigHistory(all.history));
    expect(history.configMaps.some(({ target }) => target === 'pr-1')).toBe(false);
  });

  test('a service that moved to another chart would have its ConfigMap in two: that is refused', () => {
    const all = releases();
    all.release({ level: 'a' });
    const moved = (order: 'before' | 'after') => refusal(() => movedApp({ level: 'a' }, order, all.history).render());
    for (const order of ['before', 'after'] as const) {
      expect(moved(order)).toMatch(
        /^PARITY_BAD_CONFIG_HISTORY \| local: (checkout|other) > ConfigMap\/checkout-api-config-/);
    }
    writeFileSync(all.history, all.text().replaceAll('"chart": "checkout"', '"chart": "other"'));
    expect(moved('after')).toBe('nothing');
  });

  test('the template, its digest and the values know nothing of it', () => {
    const all = releases();
    const before = all.release({ level: 'b' });
    all.release({ level: 'a' });
    const after = all.render({ level: 'b' });
    const { kept, ...chart } = after.index.charts[0];
    expect(Object.keys(kept ?? {})).toEqual([...TARGETS]);
    expect(chart).toEqual(before.index.charts[0]);
    expect(after.index.valuesDigests).toEqual(before.index.valuesDigests);
  });
});

describe('keeping a release', () => {
  const one = assemblyInMemory(releasedApp({ level: 'a' }).render());
  const two = assemblyInMemory(releasedApp({ level: 'b' }).render());

  test('twice changes nothing, and a release that comes back is a new one', () => {
    const first = keepRelease(one, EMPTY_HISTORY);
    expect(first).toMatchObject({ release: '1', isChanged: true, dropped: [] });
    expect(keepRelease(one, first.history)).toEqual({ ...first, isChanged: false });
    expect(keepRelease(one, first.history, 'other').release).toBe('1');
    const third = keepRelease(one, keepRelease(two, first.history).history);
    expect(third.release).toBe('3');
    expect(third.history.releases.map(({ name }) => name)).toEqual(['1', '2', '3']);
    expect(third.history.configMaps.filter(({ target }) => target === 'local').map((each) => each.releases).sort())
      .toEqual([['1', '3'], ['2']]);
    const fifth = keepRelease(one, keepRelease(two, third.history).history);
    expect(fifth.history.releases.map(({ name }) => name)).toEqual(['3', '4', '5']);
  });

  test('a chart or an environment that is gone takes its configuration with it', () => {
    const { history } = keepRelease(one, EMPTY_HISTORY);
    const strange = { ...history.configMaps[0], chart: 'gone' };
    const far = { ...history.configMaps[0], target: 'gone' };
    const next = keepRelease(two, { ...history, configMaps: [...history.configMaps, strange, far] });
    expect(next.dropped).toEqual([strange, far]);
    expect(new Set(next.history.configMaps.map(({ chart }) => chart))).toEqual(new Set(['checkout']));
  });

  test.each([
    ['a name that is taken by another release', 'first', /'first', which had other manifests/],
    ['a name that could be a path', '../../x', /letters, digits/],
    ['an empty name', '', /letters, digits/],
  ])('%s is refused', (_, name, message) => {
    const { history } = keepRelease(one, EMPTY_HISTORY, 'first');
    expect(refusal(() => keepRelease(two, history, name))).toMatch(/^PARITY_NO_RELEASE \| --release/);
    expect(refusal(() => keepRelease(two, history, name))).toMatch(message);
  });

  test('an assembly of some charts only is refused, since the others would leave the history', () => {
    const part = { ...one, index: { ...one.index, notReleasable: ['only some charts were synthesized: checkout'] } };
    expect(refusal(() => keepRelease(part, EMPTY_HISTORY))).toMatch(/^PARITY_NO_RELEASE \| the assembly \| only some/);
  });

  test('a ConfigMap that an exception changed is not kept: its name is not its content', () => {
    const file = 'local/checkout.k8s.yaml';
    const altered = { ...one, readFile: (path: string) =>
      (path === file ? one.readFile(path).replace('LEVEL: a', 'LEVEL: z') : one.readFile(path)) };
    expect(keepRelease(altered, EMPTY_HISTORY).history.configMaps.map(({ target }) => target))
      .toEqual(['production/eu', 'production/us']);
  });
});

describe('a history that somebody wrote', () => {
  const { history } = keepRelease(assemblyInMemory(releasedApp({ level: 'a' }).render()), EMPTY_HISTORY);
  const file = () => join(temporary(), 'history.json');
  const withText = (text: string) => {
    const path = file();
    writeFileSync(path, text);
    return refusal(() => releasedApp({ level: 'b' }, { configHistory: path }));
  };
  const edited = (edit: (history: any) => void) => {
    const copy = structuredClone(history) as any;
    edit(copy);
    return withText(JSON.stringify(copy));
  };

  test('is taken as it was written', () => {
    expect(edited(() => undefined)).toBe('nothing');
    expect(withText('{ "version": 1 }')).toBe('nothing');
  });

  test.each<[string, (history: any) => void, RegExp]>([
    ['another version', (all) => { all.version = 2; }, /version 2, not 1/],
    ['a field that nobody knows', (all) => { all.extra = 1; }, /a field "extra"/],
    ['releases that are no list', (all) => { all.releases = {}; }, /are no lists/],
    ['a release with a path as its name', (all) => { all.releases[0].name = '../x'; }, /releases\[0\]: the name/],
    ['a release without a digest', (all) => { delete all.releases[0].digest; }, /releases\[0\]: no digest/],
    ['a ConfigMap that is none', (all) => { all.configMaps[0] = 'x'; }, /configMaps\[0\]: no object/],
    ['a name like a path', (all) => { all.configMaps[0].name = '../../etc'; }, /configMaps\[0\]: the name holds/],
    ['content that does not fit the name', (all) => { all.configMaps[1].data.LEVEL = 'z'; }, /configMaps\[1\]: the name/],
    ['data that is no map of texts', (all) => { all.configMaps[0].data = { LEVEL: 1 }; }, /no maps of texts/],
    ['labels that are no texts', (all) => { all.configMaps[0].labels = { a: {} }; }, /labels/],
    ['another kind', (all) => { all.configMaps[0].kind = 'Secret'; }, /a field "kind"/],
    ['a release that is not listed', (all) => { all.configMaps[0].releases = ['9']; }, /the release "9"/],
    ['no release', (all) => { all.configMaps[0].releases = []; }, /no list of different names/],
    ['a keep that is no number', (all) => { all.configMaps[0].keep = '5'; }, /keep: no number/],
    ['a keep without end', (all) => { all.configMaps[0].keep = 1e9; }, /keep: no number/],
    ['one ConfigMap twice', (all) => { all.configMaps.push(all.configMaps[0]); }, /the second of the name/],
    ['a key that no ConfigMap has', (all) => { all.configMaps[0].data = { '../x': '' }; }, /"\.\.\/x" is no key/],
    ['a label that no object has', (all) => { all.configMaps[0].labels = { a: 'b c\n' }; }, /"a" is no label/],
    ['an annotation that no object has', (all) => { all.configMaps[0].annotations = { 'a b': '' }; }, /"a b" is no/],
    ['half a character', (all) => { all.configMaps[0].data = { a: '\ud800' }; }, /what "a" holds can be in no/],
    ['bytes that are none', (all) => { all.configMaps[0].binaryData = { a: '!' }; }, /what "a" holds can be in no/],
    ['a key of two kinds', (all) => { all.configMaps[0].binaryData = { LEVEL: '' }; }, /"LEVEL" is a key of data and/],
    ['too much', (all) => { all.configMaps[0].data = { a: 'x'.repeat(2 ** 20 + 1) }; }, /larger than a ConfigMap/],
  ])('with %s is refused, and says where', (_, edit, message) => {
    expect(edited(edit)).toMatch(/^PARITY_BAD_CONFIG_HISTORY \| /);
    expect(edited(edit)).toMatch(message);
  });

  test('with __proto__ is refused wherever it stands', () => {
    const text = JSON.stringify(history);
    for (const [from, to] of [
      ['"labels":{', '"labels":{"__proto__":"x",'], ['"data":{', '"data":{"__proto__":"x",'],
      ['"version":1', '"version":1,"__proto__":{"made":7}'], ['"keep":2', '"keep":2,"__proto__":{}'],
    ]) {
      expect(text).toContain(from);
      expect(withText(text.replace(from, to))).toMatch(/^PARITY_BAD_CONFIG_HISTORY/);
    }
  });

  test('that is missing, broken, no object, or a folder is refused', () => {
    expect(refusal(() => readConfigHistory(file()))).toMatch(/no such file/);
    for (const text of ['', '{', '[]', 'null', '7', '"x"']) {
      expect(withText(text)).toMatch(/^PARITY_BAD_CONFIG_HISTORY/);
    }
    expect(refusal(() => readConfigHistory(temporary()))).toMatch(/^PARITY_BAD_CONFIG_HISTORY/);
    const huge = file();
    writeFileSync(huge, '');
    truncateSync(huge, 64 * 1024 * 1024 + 1);
    expect(refusal(() => readConfigHistory(huge))).toMatch(/too large/);
  });

  test('for a chart or an environment that is not there does nothing', () => {
    const path = file();
    writeFileSync(path, JSON.stringify({ ...history, configMaps: [
      { ...history.configMaps[0], chart: '../checkout' }, { ...history.configMaps[1], target: '../production' },
    ] }));
    const rendered = releasedApp({ level: 'b' }, { configHistory: path }).render();
    expect([...rendered.files.keys()].sort()).toEqual(TARGETS.map((target) => `${target}/checkout.k8s.yaml`));
  });
});

describe('the proof of closure', () => {
  const all = releases();
  all.release({ level: 'a' }, 'first');
  const rendered = all.render({ level: 'b', labels: { cost: 'one' } });
  const text = rendered.files.get(KEPT) as string;
  const [former] = all.kept().filter(({ target }) => target === 'production/eu');
  const tell = (files: ReadonlyMap<string, string>, index = rendered.index) =>
    findUnexplained(assemblyInMemory({ index, files }))
      .map(({ code, where, message }) => `${code} | ${where} | ${message}`);
  const withKept = (changed: string) => tell(new Map([...rendered.files, [KEPT, changed]]));
  const withIndex = (edit: (kept: any, chart: any) => void) => {
    const index = structuredClone(rendered.index) as any;
    edit(index.charts[0].kept['production/eu'], index.charts[0]);
    return tell(rendered.files, index);
  };

  test('holds for what synth wrote', () => {
    expect(tell(rendered.files)).toEqual([]);
    expect(text).toMatch(/^apiVersion: v1\nkind: ConfigMap\n/);
  });

  test.each<[string, (text: string) => string]>([
    ['another content', (each) => each.replace('LEVEL: a', 'LEVEL: z')],
    ['one more key', (each) => each.replace('data:\n', 'data:\n  MORE: "1"\n')],
    ['another kind', (each) => each.replace('kind: ConfigMap', 'kind: Secret')],
    ['a Deployment beside it', (each) => `${each}---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: x\n`],
    ['a Secret beside it', (each) => `${each}---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: x\n`],
    ['one that can be changed', (each) => each.replace('immutable: true', 'immutable: false')],
    ['another namespace', (each) => each.replace('namespace: shop', 'namespace: kube-system')],
    ['another label', (each) => each.replace('component: api', 'component: other')],
    ['an annotation', (each) => each.replace('    cdk8s-parity.dev/keep', '    more: x\n    cdk8s-parity.dev/keep')],
    ['a finalizer', (each) => each.replace('metadata:\n', 'metadata:\n  finalizers:\n    - x/y\n')],
    ['a comment', (each) => `# by hand\n${each}`],
    ['it twice', (each) => `${each}---\n${each}`],
    ['nothing', () => ''],
    ['no YAML', () => 'a: [\n'],
    ['another one that proves itself, and is not listed', (each) =>
      each.replaceAll(former.name, `${former.configMap}-${contentHash({ LEVEL: 'z', SIZE: '3' }, 10)}`)
        .replace('LEVEL: a', 'LEVEL: z')],
    ['a placeholder that was left', (each) => each.replace('LEVEL: a', 'LEVEL: "ZqXj.-_/:,=KqXv"')],
  ])('refuses a kept file with %s, whatever its digest', (_, edit) => {
    expect(edit(text)).not.toBe(text);
    const found = withKept(edit(text));
    expect(found.length).toBeGreaterThan(0);
    for (const line of found) expect(line).toMatch(/^PARITY_UNEXPLAINED \| production\/eu\/checkout\.kept\.k8s\.yaml/);
  });

  test.each<[string, (kept: any, chart: any) => void, RegExp]>([
    ['an object that is not there', (kept) => { kept.objects.push({ ...kept.objects[0], name: 'x-0123456789' }); },
      /listed as kept is not there/],
    ['another name without the hash', (kept) => { kept.objects[0].configMap = 'other'; }, /is of another name/],
    ['no release', (kept) => { kept.objects[0].releases = []; }, /kept for no release/],
    ['another owner', (_, chart) => { chart.owner = 'others'; }, /not the owner of its chart/],
    ['another label', (kept) => { kept.objects[0].labels.more = 'x'; }, /not as it was written/],
    ['none of the labels of its chart', (kept) => { kept.objects[0].labels = {}; }, /not the labels of its chart/],
    ['another file', (kept) => { kept.file = 'production/eu/other.k8s.yaml'; }, /lies in another file/],
    ['the current one', (kept, chart) => { kept.file = chart.targets['production/eu'].file; }, /lies in another file/],
    ['an environment that is not there', (kept, chart) => { chart.kept.nowhere = kept; }, /kept for no environment/],
  ])('refuses an index that lists %s', (_, edit, message) => {
    expect(withIndex(edit).join('\n')).toMatch(message);
  });

  test('refuses what is kept and current at once', () => {
    const current = manifestsIn(rendered, 'production/eu').find(({ metadata }) =>
      metadata.name === readIn(rendered, 'production/eu')[0]);
    const { name, labels, annotations } = current.metadata;
    const index = structuredClone(rendered.index) as any;
    const [kept] = index.charts[0].kept['production/eu'].objects;
    Object.assign(kept, { name, labels, annotations });
    const document = rendered.files.get('production/eu/checkout.k8s.yaml')?.split('---\n')
      .find((each) => each.includes('kind: ConfigMap')) as string;
    expect(tell(new Map([...rendered.files, [KEPT, document]]), index).join('\n')).toMatch(/is among the current ones/);
  });
});
