import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExplainArguments, type ExplainOptions, explainCommand } from '../../lib/cli/explain';
import { terminalOf } from '../../lib/cli/terminal';
import { digestText } from '../../lib/template/canonical';
import { explainedApp } from '../report/explain-shop';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';

const temporary = temporaryFolders();

function synthesized(charts?: string[]): string {
  const folder = join(temporary(), 'dist');
  explainedApp(folder, charts).synth();
  return folder;
}

async function run(assembly: string, asked: ExplainArguments, options: Partial<ExplainOptions> = {}) {
  const text = { out: '', err: '' };
  const to = (name: 'out' | 'err') =>
    terminalOf({ write: (chunk: string) => { text[name] += chunk; return true; } } as never, {});
  const output = { out: to('out'), err: to('err') };
  const code = await explainCommand(asked, { assembly, format: 'text', ...options }, output);
  return { code, ...text };
}

const replicas = { environment: 'production/eu', object: 'Deployment/checkout', path: 'spec.replicas' };

test('a place is explained as text that fits its width, or as one JSON document', async () => {
  const folder = synthesized();
  const text = await run(folder, replicas);
  expect([text.code, text.err]).toEqual([0, '']);
  expect(text.out).toContain('value      6\nfrom       replicas\n');
  for (const line of text.out.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  const json = await run(folder, replicas, { format: 'json' });
  const answer = JSON.parse(json.out);
  expect(Object.keys(answer)).toEqual(['ok', 'explanations']);
  expect(answer).toMatchObject({ ok: true, explanations: [{
    kind: 'place', targets: ['production/eu'], at: 'spec.replicas', value: 6, from: 'placeholder',
    inputs: [{ name: 'replicas', from: 'overlay', variation: { default: 2, max: 50 } }],
    others: [{ target: 'local', value: 2 }, { target: 'production/us', value: 7, exception: true }],
  }] });
});

test('one object in several charts is narrowed by --chart, or named by its key', async () => {
  const folder = synthesized(['checkout', 'basket']);
  // Two charts never hold an object of the same name and namespace; only an index that was edited does.
  const index = JSON.parse(readFileSync(join(folder, 'parity.json'), 'utf8'));
  for (const object of index.charts[1].template.objects) object.id = object.id.replace('basket', 'checkout');
  writeFileSync(join(folder, 'parity.json'), JSON.stringify(index));
  const policy = { environment: 'local', object: 'NetworkPolicy/checkout' };
  const both = await run(folder, policy);
  expect(both.code).toBe(2);
  expect(both.err).toContain('networking.k8s.io/v1/NetworkPolicy/shop/checkout of checkout, '
    + 'networking.k8s.io/v1/NetworkPolicy/shop/basket of basket');
  expect(await run(folder, policy, { chart: ['basket'] })).toMatchObject({ code: 0, err: '' });
  const byKey = { ...policy, object: 'networking.k8s.io/v1/NetworkPolicy/shop/basket' };
  expect((await run(folder, byKey)).out).toContain('written as NetworkPolicy/basket');
});

test('a file that is not what its template gives is explained, with exit code 1', async () => {
  const folder = synthesized();
  const file = join(folder, 'production/eu/checkout.k8s.yaml');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, before.replace('replicas: 6', 'replicas: 60'));
  expect(await run(folder, replicas))
    .toMatchObject({ code: 1, err: expect.stringContaining('PARITY_ASSEMBLY_ALTERED') });
  const parity = join(folder, 'parity.json');
  writeFileSync(parity, readFileSync(parity, 'utf8')
    .replace(digestText(before), digestText(readFileSync(file, 'utf8'))));
  const { code, out } = await run(folder, replicas);
  expect(code).toBe(1);
  expect(out).toContain('the file and its template disagree here\n\nvalue      60\nexpected   6,');
  expect(JSON.parse((await run(folder, replicas, { format: 'json' })).out)).toMatchObject({ ok: false });
});

test.each<[ExplainArguments, Partial<ExplainOptions>, string]>([
  [{}, {}, 'PARITY_BAD_ARGUMENT'],
  [{ environment: 'local' }, { variation: 'Checkout.replicas' }, 'PARITY_BAD_ARGUMENT'],
  [{ environment: 'nowhere' }, {}, 'PARITY_UNKNOWN_ENVIRONMENT'],
  [{ environment: 'local', object: 'Pod/x' }, {}, 'PARITY_UNKNOWN_OBJECT'],
  [{ environment: 'local', object: 'Deployment/checkout', path: '\u001b' }, {}, 'PARITY_UNKNOWN_PATH'],
  [{ environment: 'local', object: 'Deployment/checkout', path: '[' }, {}, 'PARITY_BAD_ARGUMENT'],
  [{ environment: 'local' }, { chart: ['nothing'] }, 'PARITY_UNKNOWN_CHART'],
  [{}, { variation: 'x' }, 'PARITY_NO_VARIATION'],
  [{}, { fact: 'x' }, 'PARITY_BAD_ARGUMENT'],
])('%j with %j is wrong usage: exit code 2, and nothing that steers a terminal', async (asked, options, failure) => {
  const folder = synthesized();
  const text = await run(folder, asked, options);
  expect([text.code, text.out]).toEqual([2, '']);
  expect(text.err).toContain(failure);
  expect(text.err).not.toContain('\u001b');
  const json = await run(folder, asked, { ...options, format: 'json' });
  expect([json.code, JSON.parse(json.out).failures[0].code]).toEqual([2, failure]);
});
