import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const script = join(__dirname, '../../templates/project/ci/comment.mjs');
const MARKER = '<!-- parity-diff -->';

interface Call { readonly request: string; readonly token: string | undefined; readonly body: unknown }

let folder: string;
let server: Server;
let url: string;
let calls: Call[];
/** What the server has: pages of comments, and whether it lets one write. */
let pages: { id: number; body: string | null; user?: { type: string }; author?: { id: number } }[][];
let status: number;

beforeAll((done) => {
  folder = mkdtempSync(join(tmpdir(), 'cdk8s-parity-comment-'));
  writeFileSync(join(folder, 'diff.md'), 'one template changes');
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const { method, headers } = request;
      calls.push({
        request: `${method} ${request.url}`, body: text === '' ? undefined : JSON.parse(text).body,
        token: headers.authorization ?? headers['private-token'] as string | undefined,
      });
      const page = Number(new URL(request.url ?? '', url).searchParams.get('page'));
      response.statusCode = method === 'GET' ? 200 : status;
      const got = request.url === '/user' ? { id: 5 } : pages[page - 1] ?? [];
      response.end(JSON.stringify(method === 'GET' ? got : {}));
    });
  }).listen(0, '127.0.0.1', () => {
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    done();
  });
});
beforeEach(() => { calls = []; pages = []; status = 200; });
afterAll((done) => {
  rmSync(folder, { recursive: true, force: true });
  server.close(done);
});

const post = async (env: Record<string, string>) => {
  const options = { cwd: folder, env: { PATH: process.env.PATH, ...env } };
  return (await promisify(execFile)(process.execPath, [script, 'diff.md'], options)).stdout.trim();
};
const github = () => ({
  GITHUB_API_URL: url, GITHUB_REPOSITORY: 'acme/shop', GITHUB_TOKEN: 'secret', PULL_REQUEST: '7',
});
const gitlab = () => ({
  CI_API_V4_URL: url, CI_PROJECT_ID: '42', CI_MERGE_REQUEST_IID: '7', DIFF_COMMENT_TOKEN: 'secret',
});
const full = Array.from({ length: 100 }, (_, id) => ({ id, body: id === 0 ? null : 'another' }));

test('the first run posts a comment to the pull request', async () => {
  expect(await post(github())).toBe('the comment is posted');
  expect(calls).toEqual([
    { request: 'GET /repos/acme/shop/issues/7/comments?per_page=100&page=1', token: 'Bearer secret', body: undefined },
    {
      request: 'POST /repos/acme/shop/issues/7/comments', token: 'Bearer secret',
      body: `${MARKER}\none template changes`,
    },
  ]);
});

test('a later run replaces it, also when it is on the second page', async () => {
  pages = [full, [{ id: 205, body: `${MARKER}\nold`, user: { type: 'Bot' } }]];
  expect(await post(github())).toBe('the comment is brought up to date');
  expect(calls.at(-1)?.request).toBe('PATCH /repos/acme/shop/issues/comments/205');
});

test('a person who writes the marker is not overwritten', async () => {
  pages = [[{ id: 3, body: `> ${MARKER}\nsee above` }, { id: 4, body: MARKER, user: { type: 'User' } }]];
  await post(github());
  expect(calls.at(-1)?.request).toBe('POST /repos/acme/shop/issues/7/comments');
});

test('a merge request gets its note, and then the note is replaced', async () => {
  await post(gitlab());
  expect(calls.at(-1)).toMatchObject({ request: 'POST /projects/42/merge_requests/7/notes', token: 'secret' });
  pages = [[{ id: 9, body: `${MARKER}\nold`, author: { id: 5 } }]];
  await post(gitlab());
  expect(calls.at(-1)).toMatchObject({ request: 'PUT /projects/42/merge_requests/7/notes/9', token: 'secret' });
});

test('a note of somebody else that begins with the marker is left alone', async () => {
  pages = [[{ id: 9, body: MARKER, author: { id: 6 } }, { id: 10, body: MARKER }]];
  await post(gitlab());
  expect(calls.at(-1)?.request).toBe('POST /projects/42/merge_requests/7/notes');
});

test('without a token, or outside a request, it says so and calls nobody', async () => {
  expect(await post({ ...gitlab(), DIFF_COMMENT_TOKEN: '' })).toMatch(/^no comment: .*DIFF_COMMENT_TOKEN/);
  expect(await post({ ...gitlab(), CI_MERGE_REQUEST_IID: '' })).toBe('no comment: this is no merge request');
  expect(await post({ ...github(), GITHUB_TOKEN: '' })).toBe('no comment: GITHUB_TOKEN is not set');
  expect(await post({ ...github(), PULL_REQUEST: '' })).toBe('no comment: this is no pull request');
  expect(calls).toEqual([]);
});

test('a refusal of the server fails the job, without the token in the log', async () => {
  status = 403;
  const error = await post(github()).catch((reason: { stderr: string }) => reason);
  expect(error).toMatchObject({ code: 1, stderr: expect.stringContaining('403') });
  expect((error as { stderr: string }).stderr).not.toContain('secret');
});
