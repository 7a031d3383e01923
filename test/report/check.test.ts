import fc from 'fast-check';
import type { CheckResult } from '../../lib/check/check';
import type { CheckFinding } from '../../lib/check/rule';
import { checkGithub } from '../../lib/report/check/check-github';
import { type CheckLinesOptions, checkLines } from '../../lib/report/check/check-lines';
import { checkMarkdown } from '../../lib/report/check/check-markdown';
import { reportOf, reportOfFailures } from '../../lib/report/check/check-report';
import { checkSarif } from '../../lib/report/check/check-sarif';
import { VERSION } from '../../lib/synth/version';
import type { ParityFailure } from '../../lib/template/error';

const same = (text: string) => text;
const style = { good: same, bad: same, dim: same, bold: same };
const paths = { assembly: 'dist', program: '' };

const expired: CheckFinding = {
  severity: 'error', rule: 'expiry', source: { file: 'environments/production.ts', line: 12 },
  failure: {
    code: 'PARITY_EXPIRED', message: 'an exception has expired',
    where: 'production: checkout > Deployment/checkout-api (environments/production.ts:12)',
    got: 'its last day was 2026-10-31', expected: 'a decision of team-checkout', fix: 'remove it',
  },
};
const noWhy: CheckFinding = {
  severity: 'warning', rule: 'no-why', source: { file: 'services/checkout.ts', line: 14 },
  failure: { code: 'PARITY_NO_WHY', message: 'a why says nothing', where: 'Checkout.replicas (services/checkout.ts:14)',
    got: '"TODO"', fix: 'say why environments may differ here' },
};
const unexplained: CheckFinding = {
  severity: 'error', rule: 'closure', file: 'production/eu/checkout.k8s.yaml',
  failure: { code: 'PARITY_UNEXPLAINED', message: 'a value is not what its template and values give',
    where: 'production/eu/checkout.k8s.yaml > Deployment/checkout-api > spec.paused', got: 'true', expected: 'false' },
};

function resultOf(findings: readonly CheckFinding[], change: Partial<CheckResult> = {}): CheckResult {
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  return {
    charts: 12, environments: 3, targets: 3, inParity: true, witnessed: true, releasable: true, now: '2026-11-21',
    rules: ['expiry', 'no-why'], counts: { error: count('error'), warning: count('warning'), note: count('note') },
    findings, ...change,
  };
}
const result = resultOf([expired, noWhy]);
const lines = (given: CheckResult, options: Partial<CheckLinesOptions> = {}) =>
  checkLines(given, { width: 120, style, ok: false, ...options });

test('as text: findings by severity in the form of failures, then one line', () => {
  expect(lines(result).join('\n')).toMatchInlineSnapshot(`
"1 error

PARITY_EXPIRED: an exception has expired
  where:    production: checkout > Deployment/checkout-api (environments/production.ts:12)
  got:      its last day was 2026-10-31
  expected: a decision of team-checkout
  fix:      remove it

1 warning

PARITY_NO_WHY: a why says nothing
  where:    Checkout.replicas (services/checkout.ts:14)
  got:      "TODO"
  fix:      say why environments may differ here

12 charts x 3 environments: in parity, witnessed; 1 error, 1 warning"
`);
});

test('as workflow commands of GitHub', () => {
  expect(checkGithub(reportOf(result, paths)).join('\n')).toMatchInlineSnapshot(`
"::error file=environments/production.ts,line=12,title=PARITY_EXPIRED::an exception has expired%0Awhere: production: checkout > Deployment/checkout-api (environments/production.ts:12)%0Agot: its last day was 2026-10-31%0Aexpected: a decision of team-checkout%0Afix: remove it
::warning file=services/checkout.ts,line=14,title=PARITY_NO_WHY::a why says nothing%0Awhere: Checkout.replicas (services/checkout.ts:14)%0Agot: "TODO"%0Afix: say why environments may differ here
::error title=parity check::12 charts x 3 environments: in parity, witnessed; 1 error, 1 warning"
`);
});

test('as Markdown', () => {
  expect(checkMarkdown(reportOf(result, paths))).toMatchInlineSnapshot(`
"### ❌ parity check failed

12 charts x 3 environments: in parity, witnessed; 1 error, 1 warning

|  | where | what |
|---|---|---|
| ❌ error | \`production: checkout > Deployment/checkout-api (environments/production.ts:12)\` | \`PARITY_EXPIRED\`: an exception has expired |
| ⚠️ warning | \`Checkout.replicas (services/checkout.ts:14)\` | \`PARITY_NO_WHY\`: a why says nothing |

<details><summary>error: PARITY_EXPIRED: an exception has expired</summary>
<pre>
where:    production: checkout &#62; Deployment/checkout-api (environments/production.ts:12)
got:      its last day was 2026-10-31
expected: a decision of team-checkout
fix:      remove it
</pre>
</details>

<details><summary>warning: PARITY_NO_WHY: a why says nothing</summary>
<pre>
where:    Checkout.replicas (services/checkout.ts:14)
got:      &#34;TODO&#34;
fix:      say why environments may differ here
</pre>
</details>
"
`);
});

test('as SARIF', () => {
  const log = JSON.stringify(checkSarif(reportOf(resultOf([noWhy], { rules: ['no-why'] }), paths)));
  expect(JSON.parse(log.replace(`"version":"${VERSION}"`, '"version":"(ours)"'))).toMatchInlineSnapshot(`
{
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "runs": [
    {
      "columnKind": "utf16CodeUnits",
      "invocations": [
        {
          "executionSuccessful": true,
        },
      ],
      "properties": {
        "summary": "12 charts x 3 environments: in parity, witnessed; 0 errors, 1 warning",
      },
      "results": [
        {
          "level": "warning",
          "locations": [
            {
              "logicalLocations": [
                {
                  "fullyQualifiedName": "Checkout.replicas (services/checkout.ts:14)",
                },
              ],
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "services/checkout.ts",
                },
                "region": {
                  "startLine": 14,
                },
              },
            },
          ],
          "message": {
            "text": "PARITY_NO_WHY: a why says nothing
where: Checkout.replicas (services/checkout.ts:14)
got: "TODO"
fix: say why environments may differ here",
          },
          "partialFingerprints": {
            "parityFinding/v1": "271f554f031dce36d48343b0ce899222:0",
          },
          "ruleId": "no-why",
          "ruleIndex": 0,
        },
      ],
      "tool": {
        "driver": {
          "name": "cdk8s-parity",
          "rules": [
            {
              "defaultConfiguration": {
                "level": "warning",
              },
              "fullDescription": {
                "text": "a \`why\` or a reason says nothing: \`TODO\`, \`tbd\`, \`???\`, \`...\`, \`none\`: the reason is what a reviewer decides by, and it is never remembered later",
              },
              "help": {
                "markdown": "**Why:** the reason is what a reviewer decides by, and it is never remembered later.

**Fix:** say why environments may differ here.",
                "text": "Why: the reason is what a reviewer decides by, and it is never remembered later. Fix: say why environments may differ here.",
              },
              "id": "no-why",
              "shortDescription": {
                "text": "a \`why\` or a reason says nothing: \`TODO\`, \`tbd\`, \`???\`, \`...\`, \`none\`",
              },
            },
          ],
          "version": "(ours)",
        },
      },
    },
  ],
  "version": "2.1.0",
}
`);
});

test('a clean run says so in every format', () => {
  const clean = resultOf([]);
  const summary = '12 charts x 3 environments: in parity, witnessed; 0 errors, 0 warnings';
  expect(lines(clean)).toEqual([summary]);
  expect(checkGithub(reportOf(clean))).toEqual([`::notice title=parity check::${summary}`]);
  expect(checkMarkdown(reportOf(clean))).toBe(`### ✅ parity check passed\n\n${summary}\n\nNothing was found.\n`);
  expect(checkSarif(reportOf(clean)).runs[0]).toMatchObject({ results: [], properties: { summary },
    invocations: [{ executionSuccessful: true }] });
});

test('the line that sums up counts in words, and says what is not so', () => {
  const [line] = lines(resultOf([], { charts: 1000, environments: 1, targets: 2, inParity: false, witnessed: false,
    counts: { error: 1, warning: 2, note: 3 } }));
  expect(line).toBe('1,000 charts x 1 environment (2 clusters): not in parity, not witnessed; 1 error, 2 warnings, 3 notes');
});

test('what could not be read is an error in each format, and no clean run', () => {
  const report = reportOfFailures([{ code: 'PARITY_ASSEMBLY_ALTERED', message: 'altered', where: 'local/a.k8s.yaml' }], paths);
  expect(checkGithub(report)[0]).toBe('::error file=dist/local/a.k8s.yaml,title=PARITY_ASSEMBLY_ALTERED::altered%0Awhere: local/a.k8s.yaml');
  expect(checkMarkdown(report)).toContain('❌ parity check failed');
  const [run] = checkSarif(report).runs;
  expect(run.invocations).toEqual([{ executionSuccessful: false }]);
  expect(run.results?.[0]).toMatchObject({ ruleId: 'assembly', ruleIndex: 0, level: 'error',
    locations: [{ physicalLocation: { artifactLocation: { uri: 'dist/local/a.k8s.yaml' } } }] });
});

test('percent signs, ends of line, commas and colons are escaped as the runner of GitHub reads them', () => {
  const [command] = checkGithub(reportOf(resultOf([{ ...noWhy, source: { file: 'a,b:100%.ts', line: 1 },
    failure: { code: 'PARITY_NO_WHY', message: '100%0A, a: b' } }]), paths));
  expect(command).toBe('::warning file=a%2Cb%3A100%25.ts,line=1,title=PARITY_NO_WHY::100%250A, a: b');
});

test('a finding without a source stands at its file in the assembly', () => {
  expect(checkGithub(reportOf(resultOf([unexplained]), paths))[0]).toMatch(
    /^::error file=dist\/production\/eu\/checkout\.k8s\.yaml,title=PARITY_UNEXPLAINED::/);
});

test('an assembly outside the repository is named by a base, not by a folder of this machine', () => {
  const [run] = checkSarif(reportOf(resultOf([unexplained]), {})).runs;
  expect(run.originalUriBaseIds).toEqual({ ASSEMBLY: { description: { text: 'the folder of the assembly' } } });
  expect(run.results?.[0].locations?.[0].physicalLocation?.artifactLocation).toEqual(
    { uri: 'production/eu/checkout.k8s.yaml', uriBaseId: 'ASSEMBLY' });
});

const uriOf = (finding: CheckFinding) =>
  checkSarif(reportOf(resultOf([finding]), { assembly: 'dist', program: 'shop' })).runs[0].results?.[0].locations?.[0]
    .physicalLocation?.artifactLocation?.uri;

test.each([
  ['services/check out#1.ts', 'shop/services/check%20out%231.ts'],
  ['services/50%.ts', 'shop/services/50%25.ts'],
  ['dienste/größe.ts', 'shop/dienste/gr%C3%B6%C3%9Fe.ts'],
  ['half\ud800.ts', 'shop/half%EF%BF%BD.ts'],
  ['/etc/passwd', 'dist/parity.json'],
  ['../../secret.ts', 'dist/parity.json'],
  ['C:\\shop\\main.ts', 'dist/parity.json'],
  ['file:///etc/passwd', 'dist/parity.json'],
])('the source %p is the URI %p', (file, uri) => {
  expect(uriOf({ ...noWhy, source: { file, line: 3 } })).toBe(uri);
});

const fingerprints = (...findings: CheckFinding[]) =>
  checkSarif(reportOf(resultOf(findings), paths)).runs[0].results?.map(({ partialFingerprints }) =>
    partialFingerprints?.['parityFinding/v1']);
const at = (line: number): CheckFinding => ({
  ...noWhy, source: { file: 'services/checkout.ts', line },
  failure: { ...noWhy.failure, where: `Checkout.replicas (services/checkout.ts:${line})` },
});

test('a fingerprint stays when the line moves, and differs for another finding', () => {
  expect(fingerprints(at(14))).toEqual(fingerprints(at(99)));
  expect(new Set(fingerprints(at(14), expired, unexplained)).size).toBe(3);
});

test('two findings of one name have two fingerprints', () => {
  expect(new Set(fingerprints(at(14), at(15))).size).toBe(2);
});

const anyText = fc.string({ unit: 'binary', maxLength: 30 });
const anyHostile = fc.oneof(anyText, fc.constantFrom('\n::error::x', '\r\n::stop-commands::x', ',file=/etc/passwd', '%0A', ':', '::',
  '<script>alert(1)</script>', '</pre></details>', '| a | b |', '`x`', '[a](http://x)', '@team', '\u001b[31m', '\u202e', '![x](y)'));
const anyFinding: fc.Arbitrary<CheckFinding> = fc.record({
  severity: fc.constantFrom('error' as const, 'warning' as const, 'note' as const), rule: fc.constantFrom('expiry', 'no-why'),
  failure: fc.record({ code: fc.constant('PARITY_NO_WHY' as const), message: anyHostile, where: anyHostile, got: anyHostile,
    expected: anyHostile, fix: anyHostile }) as fc.Arbitrary<ParityFailure>,
  source: fc.record({ file: anyHostile, line: fc.nat() }),
});

test('whatever names hold: one command a finding, no raw HTML, no control characters, lines that fit', () => {
  fc.assert(fc.property(fc.array(anyFinding, { maxLength: 4 }), (findings) => {
    const given = resultOf(findings);
    const commands = checkGithub(reportOf(given, paths));
    expect(commands).toHaveLength(findings.length + 1);
    for (const command of commands) {
      expect(command).toMatch(/^::(error|warning|notice) (?:file=[^:,]*,)?(?:line=\d+,)?title=[^:,]*::[^\r\n]*$/);
    }
    const markdown = checkMarkdown(reportOf(given, paths));
    // Code shows a `>` as it stands; nothing begins without a `<`.
    expect(markdown.replace(/<\/?(?:details|summary|pre|code)>/g, '')).not.toMatch(/</);
    expect(markdown.match(/<details>/g)?.length ?? 0).toBe(findings.length);
    expect(markdown.split('\n').filter((line) => line.startsWith('| ')).every((line) =>
      line.split('|').length === 5)).toBe(true);
    const text = lines(given, { width: 80 });
    expect(Math.max(...text.map((line) => line.length))).toBeLessThanOrEqual(80);
    for (const output of [...commands, ...text, markdown.replaceAll('\n', '')]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the claim
      expect(output).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
    JSON.stringify(checkSarif(reportOf(given, paths)));
  }), { numRuns: 300 });
});

const many = resultOf(Array.from({ length: 3000 }, (_, i): CheckFinding =>
  ({ ...noWhy, failure: { ...noWhy.failure, where: `Checkout.v${i}` } })));

test('a long list is cut, and says so', () => {
  expect(lines(many).slice(-3)).toEqual(['… 2,950 more warnings: --format json has all', '',
    '12 charts x 3 environments: in parity, witnessed; 0 errors, 3,000 warnings']);
  expect(checkGithub(reportOf(many)).slice(-2)[0]).toBe(
    '::notice title=parity check::2,900 more findings: parity check --format json has all');
  const markdown = checkMarkdown(reportOf(many));
  expect(markdown.length).toBeLessThanOrEqual(60_000);
  const shown = markdown.match(/<details>/g)?.length as number;
  expect(markdown).toContain('…and 2,900 more findings');
  expect(markdown).toContain(`The details of ${(3000 - shown).toLocaleString('en-US')} findings do not fit here`);
  expect(checkSarif(reportOf(many)).runs[0].results).toHaveLength(3000);
});

test('Markdown never exceeds 60,000 characters, however long the texts', () => {
  const long = '<&|`'.repeat(5000);
  const findings = Array.from({ length: 300 }, (): CheckFinding =>
    ({ ...noWhy, failure: { code: 'PARITY_NO_WHY', message: long, where: long, got: long, expected: long, fix: long } }));
  expect(checkMarkdown(reportOf(resultOf(findings))).length).toBeLessThanOrEqual(60_000);
});
