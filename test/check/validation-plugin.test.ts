import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ParityValidation, type ParityValidationProperties, type ValidationContext,
} from '../../lib/check/validation-plugin';
import { digestText } from '../../lib/template/canonical';
import { representativeApp } from './representative-app';

const files = ['local', 'staging', 'production/eu', 'production/us'].map((target) => `${target}/shop.k8s.yaml`);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plugin-'));
  representativeApp(folder).synth();
});
afterEach(() => rmSync(folder, { recursive: true }));

async function validate(
  manifests = files.map((file) => join(folder, file)), properties: ParityValidationProperties = { now: '2026-11-21' },
) {
  const violations: Parameters<ValidationContext['report']['addViolation']>[0][] = [];
  let status: string | undefined;
  let metadata: Record<string, string> | undefined;
  await new ParityValidation(properties).validate({
    manifests, report: { addViolation: (violation) => violations.push(violation),
      submit: (given, more) => { [status, metadata] = [given, more]; } },
  });
  return { violations, status, metadata };
}

const withProperties = (properties: object) =>
  validate(undefined, { now: '2026-11-21', ...properties } as ParityValidationProperties);

function edit(file: string, from: string, to: string): void {
  const path = join(folder, file);
  const former = readFileSync(path, 'utf8');
  const text = former.replace(from, to);
  writeFileSync(path, text);
  const index = join(folder, 'parity.json');
  writeFileSync(index, readFileSync(index, 'utf8').replace(digestText(former), digestText(text)));
}

test('a clean assembly is a success without violations', async () => {
  expect(await validate()).toEqual({ violations: [], status: 'success',
    metadata: { Findings: '0 errors, 0 warnings, 0 notes' } });
});

test('an edit is a violation that names file, object and place, also when its digest was computed anew', async () => {
  edit('local/shop.k8s.yaml', 'value: all', 'value: some');
  expect(await validate()).toEqual({
    status: 'failure',
    metadata: { Findings: '1 error, 0 warnings, 0 notes' },
    violations: [{
      ruleName: 'PARITY_UNEXPLAINED',
      recommendation: 'a value is not what its template and values give',
      fix: 'change the program or an environment instead, and run parity synth',
      violatingResources: [{
        resourceName: 'Deployment/shop',
        locations: ['spec.template.spec.containers[shop].env[REGION].value: got "some", expected "all"'],
        manifestPath: join(folder, 'local/shop.k8s.yaml'),
      }],
    }],
  });
});

test('a manifest outside the assembly is a violation', async () => {
  writeFileSync(join(folder, 'extra.yaml'), 'kind: Secret\n');
  const { violations, status } = await validate([join(folder, 'extra.yaml'), join(folder, files[0])]);
  expect([status, violations[0].ruleName]).toEqual(['failure', 'PARITY_ASSEMBLY_FILE_UNKNOWN']);
});

test('manifests without an assembly, or none at all, are a failure', async () => {
  rmSync(join(folder, 'parity.json'));
  expect(await validate()).toMatchObject({ status: 'failure',
    violations: files.map(() => ({ ruleName: 'PARITY_NO_ASSEMBLY' })) });
  expect(await validate([])).toMatchObject({ status: 'failure' });
});

test('a warning is shown and passes, unless warnings are to fail', async () => {
  const warned = { violations: [{ ruleName: 'PARITY_EXPIRES_SOON', recommendation: 'an exception expires soon',
    violatingResources: [{ resourceName: 'staging: shop',
      locations: [expect.stringMatching(/^Deployment\/shop \(.*\): got its last day is 2099-12-31; its reason: .*, expected/)],
      manifestPath: join(folder, 'parity.json') }] }] };
  expect(await withProperties({ now: '2099-12-20' })).toMatchObject({ status: 'success', ...warned });
  expect(await withProperties({ now: '2099-12-20', failOn: 'warning' })).toMatchObject({ status: 'failure', ...warned });
  expect(await withProperties({ now: '2099-12-20', soonDays: 3 })).toMatchObject({ status: 'success', violations: [] });
});

test('an error of any rule fails', async () => {
  expect(await withProperties({ now: '2100-01-01' })).toMatchObject({ status: 'failure',
    violations: [{ ruleName: 'PARITY_EXPIRED' }] });
});

test('notes are left to parity check, unless they are to fail', async () => {
  const index = join(folder, 'parity.json');
  writeFileSync(index, readFileSync(index, 'utf8').replace('"max":50', '"max":5000'));
  expect(await withProperties({})).toMatchObject({ status: 'success', violations: [],
    metadata: { Findings: '0 errors, 0 warnings, 1 note' } });
  expect(await withProperties({ failOn: 'note' })).toMatchObject({ status: 'failure',
    violations: [{ ruleName: 'PARITY_WIDE_BOUNDS' }] });
});

test('a witness, and that a release may be made, are asked for only by properties', async () => {
  expect(await withProperties({ witnessed: true })).toMatchObject({ status: 'failure',
    violations: [{ ruleName: 'PARITY_NOT_WITNESSED' }] });
  expect(await withProperties({ releasable: true })).toMatchObject({ status: 'failure',
    violations: [{ ruleName: 'PARITY_NOT_RELEASABLE' }] });
});

test.each([
  [{ failon: 'warning' }, 'one of failOn, witnessed, releasable, soonDays, now'],
  [{ failOn: 'warnings' }, 'another value: see docs/check.md'],
  [{ witnessed: 'yes' }, 'another value: see docs/check.md'],
  [{ now: '2026-13-01' }, 'another value: see docs/check.md'],
])('the property %j is refused, not passed over', async (properties, expected) => {
  const { status, violations } = await withProperties(properties);
  expect([status, violations.map(({ ruleName }) => ruleName)]).toEqual(['failure', ['PARITY_BAD_ARGUMENT']]);
  expect(violations[0].violatingResources[0].locations[0]).toContain(`expected ${expected}`);
});

test('names cannot steer the terminal to which cdk8s writes them', async () => {
  const index = join(folder, 'parity.json');
  const text = readFileSync(index, 'utf8');
  expect(text).toContain('"reason":"a slow machine","owner":"shop"');
  writeFileSync(index, text.replace('"reason":"a slow machine","owner":"shop"',
    '"reason":"a slow machine","owner":"\\u001b[2J\\u202e"'));
  const { violations: [{ violatingResources: [{ locations: [location] }] }] } = await withProperties({ now: '2100-01-01' });
  expect(location).toContain('expected a decision of \\u001b[2J\\u202e');
});
