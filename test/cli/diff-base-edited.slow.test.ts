import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type DiffOptions, diff } from '../../lib/cli/diff';
import { terminalOf } from '../../lib/cli/terminal';
import { digestText } from '../../lib/template/canonical';
import { representativeApp } from '../check/representative-app';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';

const temporary = temporaryFolders();
let whole: string;
beforeAll(() => {
  whole = temporary();
  representativeApp(whole).synth();
});

type Node = any;

/** A copy of the assembly whose index was edited. */
function edited(edit: (index: Node, folder: string) => void): string {
  const folder = join(temporary(), 'edited');
  cpSync(whole, folder, { recursive: true });
  editIndex(folder, (index) => edit(index, folder));
  return folder;
}

function editIndex(folder: string, edit: (index: Node) => void): void {
  const file = join(folder, 'parity.json');
  const index = JSON.parse(readFileSync(file, 'utf8')) as Node;
  edit(index);
  writeFileSync(file, JSON.stringify(index));
}

/** A file edited so that no digest tells. */
function editFile(index: Node, folder: string, target: string, from: string, to: string): void {
  const record = index.charts[0].targets[target];
  const text = readFileSync(join(folder, record.file), 'utf8');
  if (!text.includes(from)) throw new Error(`no ${from} in ${record.file}`);
  writeFileSync(join(folder, record.file), text.replace(from, to));
  record.digest = digestText(text.replace(from, to));
}

async function run(options: Partial<DiffOptions>) {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') =>
    terminalOf({ write: (text: string) => { written[name] += text; return true; } }, {});
  const code = await diff({ environments: [], format: 'text', base: whole, assembly: whole, ...options },
    { out: stream('out'), err: stream('err') });
  return { code, ...written };
}

const FORMS: readonly Partial<DiffOptions>[] = [
  { format: 'text' }, { format: 'json' }, { format: 'markdown' }, { yaml: true }, { yaml: true, format: 'markdown' },
];
const misplaced = (index: Node) => { index.charts[0].template.objects[1].places[0].path = ['spec', 'nope']; };

test.each(['base', 'assembly'] as const)('a place that its body does not have is said of the %s', async (side) => {
  const folder = edited(misplaced);
  for (const form of FORMS) {
    const { code, out, err } = await run({ ...form, [side]: folder });
    expect(code).toBe(1);
    const told = form.format === 'json' ? out : err;
    expect(told).toContain('PARITY_BAD_ASSEMBLY');
    expect(told).toContain(`${folder} > shop`);
  }
});

describe('manifests that were edited, digests and all, under an index that says the same', () => {
  const folder = () => edited((index, at) => editFile(index, at, 'local', 'replicas: 2', 'replicas: 7'));

  test.each(['base', 'assembly'] as const)('are never called the same, when the %s has them', async (side) => {
    const at = folder();
    for (const form of FORMS) {
      const { code, out, err } = await run({ ...form, [side]: at });
      expect({ code, err }).toEqual({ code: 1, err: '' });
      expect(out).not.toContain('nothing changes');
      if (form.format === 'json') continue;
      expect(out).toContain('not in parity: 1 difference that nothing explains, parity check says where');
    }
  });

  test('stand in the JSON by side, and what is the same is not', async () => {
    const read = async (options: Partial<DiffOptions>) =>
      JSON.parse((await run({ ...options, format: 'json' })).out) as object;
    const at = folder();
    expect(await read({ assembly: at })).toMatchObject({ ok: true, same: false, unexplained: { base: 0, head: 1 } });
    expect(await read({ base: at })).toMatchObject({ ok: true, same: false, unexplained: { base: 1, head: 0 } });
    expect(await read({ base: at, assembly: at })).toMatchObject({ same: false, unexplained: { base: 1, head: 1 } });
    expect(await read({})).toMatchObject({ same: true, unexplained: { base: 0, head: 0 } });
  });

  test('are told before the changes that the index tells', async () => {
    const at = folder();
    const base = edited((index) => { index.charts[0].owner = 'others'; });
    const { out } = await run({ base, assembly: at });
    expect(out).toMatch(/^not in parity: [^]* since [^]*charts \(1\)/);
  });
});

/** What stands in place of a node, besides another node of the index; the first deletes it. */
const REPLACEMENTS: readonly Node[] = [undefined, null, 'nope', -1, true, [], {}, ['spec', 'nope']];

interface Place { readonly parent: Node; readonly key: string | number }

function placesOf(value: Node, found: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    found.push({ parent: value, key });
    placesOf(value[key], found);
  }
  return found;
}

/** Where an edit is made: most keep the form of an index, or nothing but the reader of the index would be looked at. */
const POOLS = [[], ['charts'], ['charts', 0, 'template', 'objects'], ['charts', 0, 'template', 'objects', 1],
  ['charts', 0, 'template', 'objects', 1, 'body'], ['charts', 0, 'template', 'objects', 1, 'places'],
  ['charts', 0, 'targets'], ['charts', 0, 'variations'], ['charts', 0, 'exceptions'], ['environments']] as const;

function poolOf(index: Node, pool: number): Node {
  return POOLS[pool].reduce<Node>((value, step) => value?.[step], index);
}

interface Edit {
  readonly pool: number;
  readonly at: number;
  readonly other: number;
  readonly replacement: number;
  readonly how: 'one like it' | 'any other' | 'replace';
}

const anyEdit: fc.Arbitrary<Edit> = fc.record({
  pool: fc.nat(POOLS.length - 1), at: fc.nat(10_000), other: fc.nat(10_000),
  replacement: fc.nat(REPLACEMENTS.length - 1), how: fc.constantFrom('one like it', 'any other', 'replace'),
});
const anyEdits = fc.array(anyEdit, { maxLength: 2 });

const typeOf = (value: Node): string => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value);

function apply(index: Node, edits: readonly Edit[]): void {
  for (const { pool, at, other, replacement, how } of edits) {
    const places = placesOf(poolOf(index, pool));
    // A former edit may have taken it away.
    if (places.length === 0) return;
    const { parent, key } = places[at % places.length];
    const alike = how === 'any other' ? places
      : places.filter((place) => typeOf(place.parent[place.key]) === typeOf(parent[key]));
    const from = alike[other % alike.length];
    const value = structuredClone(how === 'replace' ? REPLACEMENTS[replacement] : from.parent[from.key]);
    if (value !== undefined) parent[key] = value;
    else if (Array.isArray(parent)) parent.splice(key as number, 1);
    else delete parent[key];
  }
}

test('an index that was edited anywhere, on either side, gives an answer or failures, and never another exception',
  async () => {
    const sides = { base: edited(() => {}), assembly: edited(() => {}) };
    const original = readFileSync(join(whole, 'parity.json'), 'utf8');
    let answers = 0;
    await fc.assert(fc.asyncProperty(anyEdits, anyEdits, fc.constantFrom(...FORMS), async (before, after, form) => {
      for (const [side, edits] of [['base', before], ['assembly', after]] as const) {
        writeFileSync(join(sides[side], 'parity.json'), original);
        editIndex(sides[side], (index) => apply(index, edits));
      }
      const { code, out, err } = await run({ ...sides, ...form });
      expect([0, 1, 2]).toContain(code);
      expect(`${out}${err}`).toMatch(/^(?:PARITY_|\{|<!-- parity-diff|not in parity|nothing changes|.* since )/);
      if (err === '' && code === 1) answers += 1;
    }), { numRuns: 200 });
    expect(answers).toBeGreaterThan(10);
  });
