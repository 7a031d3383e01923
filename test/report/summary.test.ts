import fc from 'fast-check';
import type { Construct } from 'constructs';
import { ParityChart, type RenderedAssembly, environment, facts, vary, when } from '../../lib';
import { columns, fitColumns } from '../../lib/report/columns';
import { describeLifetime, lifetimeOf } from '../../lib/report/lifetime';
import { summarize } from '../../lib/report/summary';
import { summaryLines } from '../../lib/report/summary-lines';
import { summaryMarkdown } from '../../lib/report/summary-markdown';
import { type ShopContract, chartWith, place, render, shop, shopFacts } from '../environment/fixtures/probe';
import { TODAY, reportIndex } from './report-app';

const why = 'traffic differs';

class Api extends ParityChart {
  readonly replicas = vary.integer({ why, default: 2, min: 1, max: 50 });
  readonly level = vary.oneOf(['info', 'debug'], { why, default: 'info' });

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const env = facts<ShopContract>(this);
    place(this, 'api', { value: this.replicas, level: this.level, host: `api.${env.domain}` });
    when(env.capabilities.mesh, {
      true: () => { place(this, 'meshed', { value: 1 }); },
      false: () => { place(this, 'plain', { value: 1 }); },
    });
  }
}

const exception = {
  object: 'Probe/api',
  patch: [{ op: 'add', path: '/spec/x', value: 1 }],
  reason: 'old balancer',
  owner: 'edge',
  expires: '2030-01-01',
} as const;
const meshed = { ...shopFacts.capabilities, mesh: true };
const shopAssembly = (): RenderedAssembly =>
  render(
    { api: Api },
    {
      environments: [
        shop('local'),
        shop('staging', { domain: 'staging.test' }).overlay(Api, { replicas: 3 }),
        shop('production', { domain: 'shop.example', capabilities: meshed, paymentUrl: 'https://unused.test' })
          .overlay(Api, { replicas: 6 })
          .except(Api, exception),
      ],
    },
  );
const linesOf = (assembly: RenderedAssembly, width = 120, rows?: number) =>
  summaryLines(summarize(assembly.index, []), { width, rows, folder: 'dist' });

test('one screen says what may differ, and what does', () => {
  expect(linesOf(shopAssembly())).toEqual([
    'in parity, but for 1 exception: 1 chart, one template for local, staging, production', '',
    'variations that differ (1)  local  staging  production', 'api.replicas                2      3        6', '',
    'facts that differ (2)  local      staging       production',
    'capabilities.mesh      false      false         true',
    'domain                 shop.test  staging.test  shop.example', '',
    'alternatives      1, chosen by capabilities.mesh (true or false)', 'exceptions        1',
    '  production: api > Probe/api until 2030-01-01 (edge: old balancer)', 'removed defaults  none',
    'images            none', 'witnessed         no',
    'releasable        no: it was not witnessed: run parity synth --witness',
    'files             3 manifests in dist, and dist/parity.json',
  ]);
});

test('alternatives fit their line: a few with their branches, of many the names', () => {
  const summary = summarize(shopAssembly().index, []);
  const chosenBy = (...names: string[]) => {
    const alternatives = names.map((by) => ({ by, branches: ['true', 'false'], charts: 1 }));
    return summaryLines({ ...summary, alternatives }, { width: 81 }).filter((line) => line.startsWith('alternatives'));
  };
  expect(chosenBy('capabilities.mesh', 'a')).toEqual([
    'alternatives      2, chosen by capabilities.mesh (true or false), a (true or false)',
  ]);
  expect(chosenBy('a', 'b', 'c')).toEqual(['alternatives      3, chosen by a, b, c']);
  expect(chosenBy('capabilities.mesh', 'capabilities.gateway', 'capabilities.externalSecrets', 'd', 'e')).toEqual([
    'alternatives      5, chosen by capabilities.mesh, capabilities.gateway and 3 more',
  ]);
});

test('counts every declared variation, and lists those that differ with their values', () => {
  expect(summarize(shopAssembly().index, [])).toMatchObject({
    charts: 1, variations: 2, files: 3, releasable: false,
    variationsThatDiffer: [{ chart: 'api', name: 'replicas', values: { local: 2, staging: 3, production: 6 } }],
    exceptions: [{ chart: 'api', target: 'production' }],
  });
});

test('facts that no chart uses are not told', () => {
  expect(summarize(shopAssembly().index, []).factsThatDiffer.map(({ name }) => name)).not.toContain('paymentUrl');
});

test('a fact of a branch that no environment chooses, and so answers, does not differ', () => {
  const { index } = shopAssembly();
  const charts = index.charts.map((chart) => ({ ...chart, facts: [...chart.facts, { path: ['vault'], places: [] }] }));
  expect(summarize({ ...index, charts }, []).factsThatDiffer).toEqual(summarize(index, []).factsThatDiffer);
});

test('a table that is too long is cut, and the rest is counted', () => {
  const Probe = chartWith(() => vary.integer({ why, default: 1, min: 1 }));
  const charts = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`chart-${i}`, Probe]));
  const lines = linesOf(
    render(charts, { environments: [shop('local'), shop('production').overlay(Probe, { value: 2 })] }),
  );
  expect(lines.filter((line) => line.startsWith('chart-'))).toHaveLength(12);
  expect(lines).toContain('variations that differ (40)  local  production');
  expect(lines).toContain('  … 28 more rows: see parity.json');
  expect(lines.length).toBeLessThan(40);
});

test('one row more is shown rather than counted', () => {
  const Probe = chartWith(() => vary.integer({ why, default: 1, min: 1 }));
  const lines = linesOf(
    render({ a: Probe, b: Probe, c: Probe }, { environments: [shop('x'), shop('y').overlay(Probe, { value: 2 })] }),
    120,
    2,
  );
  expect(lines.filter((line) => /^[abc]\.value/.test(line))).toHaveLength(3);
});

test('columns that do not fit are counted', () => {
  const environments = Array.from({ length: 30 }, (_, i) => shop(`region-${i}`, { domain: `r${i}.test` }));
  const lines = linesOf(render({ api: Api }, { environments }), 80);
  expect(Math.max(...lines.slice(1).map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines[0]).toBe(
    `in parity: 1 chart, one template for ${environments
      .slice(0, 7)
      .map(({ name }) => name)
      .join(', ')} and 23 more`,
  );
  expect(lines).toContain('  … 25 more columns (region-2, region-3 and 23 more): see parity.json');
});

test('clusters are columns of their own', () => {
  const production = environment<ShopContract>('production', shopFacts, {
    clusters: { eu: { domain: 'eu.test' }, us: {} },
  });
  const lines = linesOf(render({ api: Api }, { environments: [production] }));
  expect(lines[0]).toBe('in parity: 1 chart, one template for production (2 clusters)');
  expect(lines).toContain('domain                 eu.test        shop.test');
});

test('what comes from input cannot steer a terminal or flood it', () => {
  const Probe = chartWith(() => vary.string({ why, default: 'a', pattern: /[^]*/ }));
  const hostile = `\u001b[2J\u009b\u202e\n${'x'.repeat(4000)}`;
  const lines = linesOf(
    render({ p: Probe }, { environments: [shop('local'), shop('production').overlay(Probe, { value: hostile })] }),
  );
  const row = lines.find((line) => line.startsWith('p.value')) as string;
  expect(row).toContain('\\u001b[2J\\u009b\\u202e\\u000a');
  expect(row.length).toBeLessThan(100);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
  expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
});

test('an app without differences says so', () => {
  const Probe = chartWith(() => vary.integer({ why, default: 1, min: 1 }));
  expect(linesOf(render({ p: Probe })).slice(0, 4)).toEqual([
    'in parity: 1 chart, one template for local', '', 'variations that differ: none', '',
  ]);
});

describe('a table of environments', () => {
  const table = (width: number, values: readonly string[]) => fitColumns(
    (most) => [
      ['', ...values.map((_, i) => `env-${i}`)], ['name', ...values.map((value) => value.slice(0, most))],
    ], width);
  const long = (n: number) => Array.from({ length: n }, (_, i) => String(i).repeat(50));

  test('shortens values before it leaves a column out', () => {
    expect(table(80, long(3))).toEqual({
      lines: [
        '      env-0               env-1               env-2',
        'name  000000000000000000  111111111111111111  222222222222222222',
      ],
      left: [],
    });
  });

  test('leaves columns out from its middle, never the first environment or the last', () => {
    const { lines: [head], left } = table(50, long(6));
    expect(head.trim().split(/ +/)).toEqual(['env-0', 'env-4', 'env-5']);
    expect(left).toEqual([2, 3, 4]);
    expect(table(1, long(6)).lines[0].trim().split(/ +/)).toEqual(['env-0', 'env-5']);
  });

  test('leaves previews out first', () => {
    const columnsOf = (most: number) => [
      ['', 'local', 'staging', 'production', 'pr-1', 'pr-2'], ['name', ...Array(5).fill('x'.repeat(most))],
    ];
    expect(fitColumns(columnsOf, 50, new Set([4, 5])).left).toEqual([4, 5]);
  });

  test('fits whatever it holds once three columns do', () => {
    fc.assert(fc.property(fc.array(fc.string({ maxLength: 60 }), { minLength: 2, maxLength: 12 }),
      fc.integer({ min: 40, max: 160 }), (values, width) => {
        const { lines, left } = table(width, values);
        expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(width);
        expect([left.includes(0), left.includes(1), left.includes(values.length)]).toEqual([false, false, false]);
      }));
  });
});

describe('what nothing explains', () => {
  const failures = Array.from({ length: 25 }, (_, i) => ({
    code: 'PARITY_UNEXPLAINED' as const, message: `a value differs ${i}`, where: 'local/<i>|x.yaml > Deployment/x',
    got: '1', expected: '2\n3', fix: 'run parity synth again',
  }));
  const summary = summarize({ ...reportIndex(), releasable: true, notReleasable: [] }, failures, TODAY);

  test('is named in the text, as far as one screen holds it', () => {
    const lines = summaryLines(summary, { width: 60 });
    expect(lines.slice(0, 7)).toEqual([
      'not in parity: 25 differences that nothing explains', '',
      '  PARITY_UNEXPLAINED: a value differs 0', '    where:    local/<i>|x.yaml > Deployment/x', '    got:      1',
      '    expected: 2\\u000a3', '    fix:      run parity synth again',
    ]);
    expect(lines.filter((line) => line.startsWith('  PARITY_'))).toHaveLength(5);
    expect(lines).toContain('  … 20 more differences: parity check says where');
  });

  test('is named in Markdown, as text', () => {
    const lines = summaryMarkdown(summary).split('\n');
    expect(lines.slice(0, 7)).toEqual([
      '### ❌ Not in parity', '', '25 differences that nothing explains.', '',
      '| difference | where | got | expected | fix |', '|---|---|---|---|---|',
      '| a value differs 0 | local/&#60;i&#62;&#124;x.yaml &#62; Deployment/x | 1 | 2&#92;u000a3 '
      + '| run parity synth again |',
    ]);
    expect(lines.filter((line) => line.includes('a value differs'))).toHaveLength(20);
    expect(lines).toContain('… 5 more differences than fit here: `parity check` says where.');
  });

  test('is in the JSON, whole, and nothing is releasable then', () => {
    expect(summary.unexplained).toEqual(failures);
    expect([summary.releasable, summary.notReleasable])
      .toEqual([false, ['not while it is not in parity: 25 differences that nothing explains']]);
    expect(summaryLines(summary, { width: 120 }).some((line) => /^releasable +yes/.test(line))).toBe(false);
    const witnessed = { ...summary, witnessed: true };
    expect(summaryLines(witnessed, { width: 120 })).toContain('witnessed         yes, when it was synthesized');
    expect(summaryMarkdown(witnessed)).toContain('| witnessed | when it was synthesized |');
    expect(summaryMarkdown(summary)).toContain('| releasable | ❌ no: not while it is not in parity');
  });
});

describe('a preview', () => {
  const { environments: [local, production], ...index } = reportIndex();
  const preview = {
    ...production, name: 'pr-1', previewOf: 'production', targets: [{ ...production.targets[0], name: 'pr-1' }],
  };
  const summary = summarize({ ...index, environments: [local, production, preview] }, [], TODAY);

  test('is told from the environments that stay', () => {
    expect(summary.previews).toEqual([{ environment: 'pr-1', of: 'production', targets: ['pr-1'] }]);
    const lines = summaryLines(summary, { width: 120 });
    expect(lines[0]).toBe('in parity, but for 2 exceptions: 2 charts, one template each for local, production '
      + 'and the preview pr-1 of production');
    expect(lines.find((line) => line.startsWith('facts that differ')))
      .toMatch(/^facts that differ \(\d\) +local +production +pr-1 \(preview\)$/);
    const markdown = summaryMarkdown(summary)
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    expect(markdown).toContain('for local, production and the preview pr-1 of production.');
    expect(markdown).toContain('|  | local | production | pr-1 (preview) |');
  });
});

test('a wide table in Markdown keeps the first environments and the last', () => {
  const environments = Array.from({ length: 30 }, (_, i) => shop(`region-${i}`, { domain: `r${i}.test` }));
  const [head] = summaryMarkdown(summarize(render({ api: Api }, { environments }).index, [])).split('\n')
    .filter((line) => line.includes('region-0 |'));
  expect(head).toBe('|  | region-0 | region-1 | region-2 | region-3 | region-26 | region-27 '
    + '| region-28 | region-29 | and 22 more |');
});

test('columns always keep the first two', () => {
  expect(columns([['aaaa', 'bbbb', 'cccc']], 3)).toEqual({ lines: ['aaaa  bbbb'], hidden: 1 });
  expect(columns([], 10)).toEqual({ lines: [], hidden: 0 });
});

describe('what expires', () => {
  const index = reportIndex();
  const lines = (today?: string) => summaryLines(summarize(index, [], today), { width: 120 });

  test('is told with its age, and with what is left', () => {
    expect(lines(TODAY).filter((line) => /until|>/.test(line))).toEqual([
      '  local: payment > capabilities.mesh false for the payment provider',
      '    until 2026-12-01, 10 days left, 20 days old (payments: it has no sandbox)',
      '  production: checkout > Deployment/checkout-api',
      '    until 2026-11-20, expired 1 day ago, 324 days old (edge: the old balancer is slow)',
      '  production: checkout > Secret/checkout-database until 2027-06-30, 221 days left '
      + '(shop: until the store has it)',
    ]);
  });

  test('fits the width', () => {
    for (const width of [80, 100, 110, 120]) {
      const all = summaryLines(summarize(index, [], TODAY), { width }).slice(1);
      expect(Math.max(...all.filter((line) => !/^(releasable|alternatives)/.test(line)).map((line) => line.length)))
        .toBeLessThanOrEqual(width);
    }
  });

  test('is told by its last day where nobody said which day it is', () => {
    expect(lines().find((line) => line.includes('> Secret'))).toContain('until 2027-06-30 (shop');
  });

  test.each([
    ['2026-11-30', 1, false, '1 day left, 29 days old'],
    ['2026-12-01', 0, false, 'last day, 30 days old'],
    ['2026-12-02', -1, true, 'expired 1 day ago, 31 days old'],
    ['2026-10-31', 31, false, '31 days left, begins in 1 day'],
  ])('on %s has %s days left', (today, daysLeft, expired, text) => {
    const lifetime = lifetimeOf({ since: '2026-11-01', expires: '2026-12-01' }, today);
    expect(lifetime).toMatchObject({ daysLeft, expired });
    expect(describeLifetime(lifetime)).toBe(text);
  });

  test('is not told of stand-ins without the targets that run them', () => {
    expect(summarize(index, []).standIns)
      .toMatchObject([{ chart: 'payment', by: 'capabilities.mesh', branch: 'false', targets: ['local'] }]);
  });
});

test('values of Secrets are not told, but that they differ is', () => {
  const summary = summarize(reportIndex(), [], TODAY);
  const texts = [summaryLines(summary, { width: 200 }).join('\n'), summaryMarkdown(summary), JSON.stringify(summary)];
  for (const text of texts) {
    expect(text).not.toMatch(/hunter2|correct-horse|swordfish|tuna|xyzzy/);
    expect(text).toContain('(a value of a Secret)');
  }
});

describe('the summary in Markdown', () => {
  test('says the verdict, the counts and what expires', () => {
    const lines = summaryMarkdown(summarize(reportIndex(), [], TODAY)).split('\n');
    expect(lines.filter((line) => /^(###|\| (exp|rel|wit|exc))|ago/.test(line))).toEqual([
      '### ⚠️ In parity, but for 2 exceptions', '| exceptions | 2 |',
      '| expired | ❌ 1 of the stand-ins and exceptions |', '| witnessed | ❌ no |',
      '| releasable | ❌ no: it was not witnessed: run parity synth --witness |',
      '| checkout | Deployment/checkout-api | production | edge | the old balancer is slow '
      + '| ❌ 2026-11-20, expired 1 day ago, 324 days old |',
    ]);
  });

  test('is no markup whatever names and values say', () => {
    const hostile = '</details><img src=x>|`a`|[x](http://evil)@team *b* \n### title';
    const [difference] = summarize(shopAssembly().index, []).variationsThatDiffer;
    const variationsThatDiffer = [{ ...difference, chart: hostile, values: { local: hostile } }];
    const summary = { ...summarize(shopAssembly().index, []), variationsThatDiffer };
    const [row] = summaryMarkdown(summary).split('\n').filter((line) => line.includes('evil'));
    expect(row.replace(/&#\d+;/g, '')).not.toMatch(/[<>`*[\]@#]|:\/\//);
    expect(row.match(/(?<!\\)\|/g)).toHaveLength(5);
  });

  test('cuts long tables with a count', () => {
    const summary = summarize(shopAssembly().index, []);
    const [difference] = summary.variationsThatDiffer;
    const text = summaryMarkdown({ ...summary, variationsThatDiffer: Array.from({ length: 130 }, () => difference) });
    expect(text).toContain('… 30 more rows than fit here: `parity report --format json` has all.');
  });
});
