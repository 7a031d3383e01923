import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';

/** A user's machine: an empty folder, npm, and the packed library in place of the registry's. */
const root = join(__dirname, '../..');
let home: string;
let tarball: string;

interface Ran { readonly code: number; readonly stdout: string; readonly stderr: string }

/** Runs a script as pipelines do: the first command that fails ends it. */
async function run(cwd: string, script: string, env: Record<string, string> = {}): Promise<Ran> {
  const ours = /^(CI|NODE_ENV|NODE_OPTIONS|INIT_CWD|(JEST|PARITY|GITHUB|CI|npm_package|npm_lifecycle)_.*)$/;
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
  const options = {
    cwd, maxBuffer: 1 << 26,
    env: { ...clean, CDK8S_CHECK_UPGRADE: 'false', npm_config_audit: 'false', npm_config_fund: 'false', ...env },
  };
  try {
    return { code: 0, ...await promisify(execFile)('bash', ['-eo', 'pipefail', '-c', script], options) };
  } catch (error) {
    return error as Ran;
  }
}

/** @throws when it ends with another code, with all that it printed */
async function expectRun(cwd: string, script: string, env?: Record<string, string>, codes = [0]): Promise<Ran> {
  const ran = await run(cwd, script, env);
  if (!codes.includes(ran.code)) throw new Error(`${script}\nexit code ${ran.code}\n${ran.stdout}\n${ran.stderr}`);
  return ran;
}

/** Puts the packed library in place of the one that the registry would give. */
function useTarball(project: string): void {
  const file = join(project, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  manifest.dependencies['cdk8s-parity'] = `file:${tarball}`;
  writeFileSync(file, JSON.stringify(manifest, null, 2));
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'cdk8s-parity-init-'));
  await expectRun(root, `npm pack --ignore-scripts --silent --pack-destination ${home}`);
  tarball = join(home, readdirSync(home).find((name) => name.endsWith('.tgz')) ?? '');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('every command of docs/init.md works, in its order, from an empty folder', async () => {
  const text = readFileSync(join(root, 'docs/init.md'), 'utf8');
  const commands = [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].flatMap(([, block]) => block.trim().split('\n'));
  expect(commands.length).toBeGreaterThan(12);
  let cwd = home;
  for (const command of commands) {
    if (command.startsWith('cd ')) cwd = join(cwd, command.slice(3));
    else if (command === 'npm install') {
      useTarball(cwd);
      await expectRun(cwd, 'npm install --prefer-offline --strict-peer-deps');
    } else {
      const differs = command.startsWith('npx parity diff') ? [1] : [0];
      await expectRun(cwd, command.replace(/^npx cdk8s-parity /, `npx --yes file:${tarball} `), {}, differs);
    }
  }
  const written = readdirSync(join(cwd, 'dist')).filter((name) => !name.startsWith('.')).sort();
  expect(written).toEqual(['local', 'parity.json', 'production', 'qa', 'staging']);
  expect(readdirSync(join(cwd, 'dist/production/eu')).sort()).toEqual(['checkout-api.k8s.yaml', 'shop.k8s.yaml']);
});

describe('a project of a long name', () => {
  const NAME = 'a-project-whose-name-is-wider-than-columns';
  let project: string;

  beforeAll(async () => {
    project = join(home, 'other');
    const name = NAME.slice(0, 40).replace(/-$/, '');
    await expectRun(home, `npx --yes -p ${tarball} parity init other --name ${name} --service web --format json`);
    symlinkSync(join(home, 'shop/node_modules'), join(project, 'node_modules'));
    useTarball(project);
  });

  test('synthesizes, and passes its tests, the check and lint at once, in a pipeline too', async () => {
    await expectRun(project, 'npx cdk8s synth');
    await expectRun(project, 'npm test -- --ci', { CI: 'true' });
    expect((await expectRun(project, 'npx parity check')).stdout).toContain('0 errors, 0 warnings');
    expect((await expectRun(project, 'npm run lint')).stdout).toContain('Found 0 warnings and 0 errors');
  });

  test('says which line is wrong: code that branches, and an overlay that names no variation', async () => {
    const file = join(project, 'services/web.ts');
    const text = readFileSync(file, 'utf8');
    try {
      writeFileSync(file, text.replace('replicas: this.replicas', 'replicas: this.replicas || 2'));
      expect(await run(project, 'npm run lint')).toMatchObject({
        code: 1, stdout: expect.stringMatching(/this\.replicas is a placeholder[^]*services\/web\.ts:17/),
      });
      writeFileSync(file, text.replace('{ replicas: 3', '{ replicaz: 3'));
      const ran = await run(project, 'npx cdk8s synth');
      expect(ran.code).not.toBe(0);
      expect(ran.stdout + ran.stderr).toMatch(/services\/web\.ts.28[^]*replicaz/);
      writeFileSync(file, text.replace('{ replicas: 3', '{ replicas: 30'));
      expect(await run(project, 'npx parity synth')).toMatchObject({
        code: 1, stderr: expect.stringMatching(/PARITY_BAD_VALUE[^]*services\/web\.ts:27/),
      });
    } finally {
      writeFileSync(file, text);
    }
  });

  test('has a test that fails when the devcontainer no longer has the contract\'s kubectl', async () => {
    const file = join(project, 'environments/production.ts');
    const text = readFileSync(file, 'utf8');
    try {
      writeFileSync(file, text.replace("kubernetes: '1.34'", "kubernetes: '1.35'"));
      const { stderr } = await run(project, 'npx jest test/toolchain');
      expect(stderr).toContain("✕ the devcontainer has the contract's");
    } finally {
      writeFileSync(file, text);
    }
  });

  describe('its pipelines', () => {
    interface Step { readonly run?: string; readonly uses?: string; readonly env?: Record<string, string> }
    let server: Server;
    let posted: { path: string; body: string }[];
    let env: Record<string, string>;

    beforeAll(async () => {
      await expectRun(project, `git init -q -b main && git add -A
        git -c user.name=a -c user.email=a@example.com commit -qm first && git update-ref refs/remotes/origin/main HEAD
        sed -i 's/replicas: 3/replicas: 4/' services/web.ts && npm test -- -u && git add -A
        git -c user.name=a -c user.email=a@example.com commit -qm second`);
      const bin = join(home, 'bin');
      mkdirSync(bin);
      for (const name of ['docker', 'trivy']) {
        writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $@" >> ${join(home, 'scanned.txt')}\n`);
        chmodSync(join(bin, name), 0o755);
      }
      posted = [];
      server = createServer((request, response) => {
        let text = '';
        request.on('data', (chunk) => { text += chunk; });
        request.on('end', () => {
          if (request.method === 'POST') posted.push({ path: request.url ?? '', body: JSON.parse(text).body });
          response.end(request.method === 'GET' ? '[]' : '{}');
        });
      });
      await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      env = {
        CI: 'true', PATH: `${bin}:${process.env.PATH}`,
        GITHUB_STEP_SUMMARY: join(home, 'summary.md'), GITHUB_BASE_REF: 'main', GITHUB_API_URL: url,
        CI_API_V4_URL: url, CI_PROJECT_ID: '42', CI_MERGE_REQUEST_IID: '7',
        CI_MERGE_REQUEST_DIFF_BASE_SHA: (await expectRun(project, 'git rev-parse origin/main')).stdout.trim(),
      };
    });
    afterAll(() => { server.close(); });

    /** Runs a job's script but for the installation, which the test has made. */
    const runJob = async (scripts: readonly string[], more: Record<string, string>) => {
      const script = scripts.filter((line) => line !== 'npm ci').join('\n');
      await expectRun(project, `bash -n <<'SCRIPT'\n${script}\nSCRIPT\n`);
      await expectRun(project, script, { ...env, ...more });
    };

    test('on GitHub: every step runs, the diff is posted, each image is scanned', async () => {
      const { jobs, permissions } = parseYaml(readFileSync(join(project, '.github/workflows/parity.yaml'), 'utf8'));
      expect(permissions).toEqual({ contents: 'read' });
      const names = Object.keys(jobs);
      expect(names).toEqual(['check', 'scan', 'diff']);
      for (const name of names) {
        const steps = jobs[name].steps as Step[];
        expect(steps.filter(({ uses }) => uses !== undefined && !/@(v\d+|[0-9a-f]{40})$/.test(uses))).toEqual([]);
        await runJob(steps.flatMap(({ run: script }) => script ?? []), {
          GITHUB_REPOSITORY: 'acme/shop', GITHUB_TOKEN: 'x', PULL_REQUEST: '7',
        });
      }
      expect(posted).toEqual([{
        path: '/repos/acme/shop/issues/7/comments', body: expect.stringMatching(/^<!-- parity-diff -->\n[^]*replicas/),
      }]);
      expect(readFileSync(join(home, 'summary.md'), 'utf8')).toMatch(/check passed[^]*replicas/);
      expect(readFileSync(join(home, 'scanned.txt'), 'utf8'))
        .toMatch(/^docker run .* docker\.io\/mendhak\/http-https-echo@sha256:[0-9a-f]{64}\n$/);
      expect(JSON.parse(readFileSync(join(project, 'parity.sarif'), 'utf8')).version).toBe('2.1.0');
    });

    test('on GitLab: every script runs, and the note is posted when there is a token', async () => {
      const { stages, variables, default: { image }, workflow, ...jobs } =
        parseYaml(readFileSync(join(project, '.gitlab-ci.yml'), 'utf8'));
      expect({ stages, image, jobs: Object.keys(jobs) }).toEqual({
        stages: ['synth', 'check'], image: 'node:20.19.0-bookworm', jobs: ['synth', 'check', 'scan', 'diff'],
      });
      expect([variables, workflow]).not.toContain(undefined);
      posted = [];
      rmSync(join(home, 'scanned.txt'), { force: true });
      for (const { script } of Object.values<{ script: string[] }>(jobs)) await runJob(script, {});
      expect(posted).toEqual([]);
      await runJob(jobs.diff.script, { DIFF_COMMENT_TOKEN: 'x' });
      expect(posted).toEqual([{
        path: '/projects/42/merge_requests/7/notes', body: expect.stringMatching(/^<!-- parity-diff -->\n[^]*replicas/),
      }]);
      expect(readFileSync(join(home, 'scanned.txt'), 'utf8')).toMatch(/^trivy image .*http-https-echo@sha256:/);
    });
  });
});
