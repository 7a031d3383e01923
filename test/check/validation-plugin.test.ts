import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ParityValidation, type ValidationContext } from '../../lib/check/validation-plugin';
import { digestText } from '../../lib/template/canonical';
import { representativeApp } from './representative-app';

const files = ['local', 'staging', 'production/eu', 'production/us'].map((target) => `${target}/shop.k8s.yaml`);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plugin-'));
  representativeApp(folder).synth();
});
afterEach(() => rmSync(folder, { recursive: true }));

async function validate(manifests = files.map((file) => join(folder, file))) {
  const violations: Parameters<ValidationContext['report']['addViolation']>[0][] = [];
  let status: string | undefined;
  await new ParityValidation().validate({
    manifests, report: { addViolation: (violation) => violations.push(violation),
      submit: (given) => { status = given; } },
  });
  return { violations, status };
}

function edit(file: string, from: string, to: string): void {
  const path = join(folder, file);
  const former = readFileSync(path, 'utf8');
  const text = former.replace(from, to);
  writeFileSync(path, text);
  const index = join(folder, 'parity.json');
  writeFileSync(index, readFileSync(index, 'utf8').replace(digestText(former), digestText(text)));
}

test('a clean assembly is a success without violations', async () => {
  expect(await validate()).toEqual({ violations: [], status: 'success' });
});

test('an edit is a violation that names file, object and place, also when its digest was computed anew', async () => {
  edit('local/shop.k8s.yaml', 'value: all', 'value: some');
  expect(await validate()).toEqual({
    status: 'failure',
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
