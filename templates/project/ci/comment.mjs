// Posts a Markdown file as a comment of the pull or merge request, or brings the former comment up to date:
//   node ci/comment.mjs diff.md
import { readFileSync } from 'node:fs';

const MARKER = '<!-- parity-diff -->';
const text = readFileSync(process.argv[2], 'utf8');
const body = text.startsWith(MARKER) ? text : `${MARKER}\n${text}`;
const { env } = process;

/** Where comments are, who may write them, and how an existing one is replaced. */
const place = env.GITHUB_REPOSITORY === undefined ? gitlab() : github();
if (place === undefined) process.exit(0);

const me = place.whoami === undefined ? undefined : (await call(place.whoami)).id;
const former = await findFormer();
const { method, url } = former === undefined ? { method: 'POST', url: place.comments } : place.replacing(former);
await call(url, { method, body: JSON.stringify({ body }) });
console.log(former === undefined ? 'the comment is posted' : 'the comment is brought up to date');

function github() {
  if (!env.PULL_REQUEST) return skip('this is no pull request');
  if (!env.GITHUB_TOKEN) return skip('GITHUB_TOKEN is not set');
  const repository = `${env.GITHUB_API_URL ?? 'https://api.github.com'}/repos/${env.GITHUB_REPOSITORY}`;
  return {
    headers: { authorization: `Bearer ${env.GITHUB_TOKEN}`, accept: 'application/vnd.github+json' },
    comments: `${repository}/issues/${env.PULL_REQUEST}/comments`,
    // A person could post the marker first, and change the comment afterwards.
    isOurs: ({ user }) => user?.type === 'Bot',
    replacing: (id) => ({ method: 'PATCH', url: `${repository}/issues/comments/${id}` }),
  };
}

function gitlab() {
  if (!env.CI_MERGE_REQUEST_IID) return skip('this is no merge request');
  if (!env.DIFF_COMMENT_TOKEN) {
    return skip('the variable DIFF_COMMENT_TOKEN is not set: a project access token with the scope api');
  }
  const request = `${env.CI_API_V4_URL}/projects/${env.CI_PROJECT_ID}/merge_requests/${env.CI_MERGE_REQUEST_IID}`;
  return {
    headers: { 'private-token': env.DIFF_COMMENT_TOKEN },
    comments: `${request}/notes`,
    // Anybody may begin a note with the marker.
    isOurs: ({ author }) => author?.id === me,
    whoami: `${env.CI_API_V4_URL}/user`,
    replacing: (id) => ({ method: 'PUT', url: `${request}/notes/${id}` }),
  };
}

function skip(reason) {
  console.log(`no comment: ${reason}`);
  return undefined;
}

/** The comment of an earlier run, by its first line. */
async function findFormer() {
  for (let page = 1; ; page++) {
    const comments = await call(`${place.comments}?per_page=100&page=${page}`);
    const found = comments.find((comment) => comment.body?.startsWith(MARKER) && place.isOurs(comment));
    if (found !== undefined) return found.id;
    if (comments.length < 100) return undefined;
  }
}

async function call(url, options = {}) {
  const response = await fetch(url, {
    ...options, headers: { ...place.headers, 'content-type': 'application/json', 'user-agent': 'parity' },
  });
  if (response.ok) return response.json();
  throw new Error(`${options.method ?? 'GET'} ${url}: ${response.status} ${await response.text()}`);
}
