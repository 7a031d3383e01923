import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Backing, ParityApp, type ParityChart } from '../../lib';
import { backed, chartOf, facts, serverOf } from './backings';
import { IMAGE } from './shop';

/*
 * The real servers, started with what the templates give their containers: arguments, variables, commands, files. Paths
 * of the container become folders of the test. A server that this machine has not got is skipped, and says so.
 */

const PASSWORD = 'aB3dE5gH7jK9';
const has = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const started: ChildProcess[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backing-'));
  chmodSync(folder, 0o777);
});
afterEach(async () => {
  await stopAll();
  rmSync(folder, { recursive: true, force: true });
});

/** As the kubelet ends a container: PostgreSQL's image asks for SIGINT, which the others take as well. */
async function stopAll(): Promise<void> {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null) continue;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    process.kill(-(child.pid as number), 'SIGINT');
    await ended;
  }
}

/** A container of one backing service, with its paths below the test's folder and its Secret's keys filled. */
function containerOf(build: (chart: ParityChart) => Backing) {
  const app = new ParityApp({ environments: [backed('local', facts('stateful-set'))] });
  let name = '';
  app.add(chartOf((chart) => { ({ name } = build(chart)); }), 'data');
  const rendered = app.render();
  const { container, files, mounts } = serverOf(rendered, 'local', name);
  // The test's folder is itself below /tmp.
  const roots = mounts.flatMap((mount) => [mount, dirname(mount)]).filter((path) => path !== '/' && path !== '/tmp');
  const inFolder = (text: string) => roots.sort((a, b) => b.length - a.length)
    .reduce((done, mount) => done.replaceAll(new RegExp(`(?<![\\w/.-])${mount}`, 'g'), join(folder, mount)), text);
  for (const mount of mounts) {
    mkdirSync(join(folder, mount), { recursive: true });
    for (let at = join(folder, mount); at !== folder; at = dirname(at)) chmodSync(at, 0o777);
  }
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), inFolder(text));
  const env = Object.fromEntries(container.env.map(({ name, value }: { name: string; value?: string }) =>
    [name, value === undefined ? PASSWORD : inFolder(value)])) as Record<string, string>;
  return {
    env, files: Object.keys(files).map((path) => join(folder, path)),
    command: (container.command ?? []).map(inFolder) as string[], args: (container.args ?? []).map(inFolder) as string[],
  };
}

/** Starts a process of its own group, so that all of it can be ended. */
function start(command: string, args: readonly string[], env: Record<string, string>): ChildProcess {
  const child = spawn(command, args, { env: { ...process.env, ...env }, detached: true, stdio: 'ignore' });
  started.push(child);
  return child;
}

async function reachable(port: number): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = createConnection({ port, host: '127.0.0.1' }, () => { socket.destroy(); resolve(true); });
      socket.once('error', () => resolve(false));
    });
    if (isOpen) return;
    await sleep(100);
  }
  throw new Error(`nothing listens on ${port}`);
}

const postgres = has('initdb', '--version') && has('psql', '--version') ? test : test.skip;

/** As the documentation of the image says: initdb with the arguments, then the scripts, sourced, beside a server on a socket. */
const ENTRY_POINT = `
set -Eeo pipefail
docker_process_sql() { psql -v ON_ERROR_STOP=1 --username postgres --no-password --no-psqlrc --dbname "$POSTGRES_DB" "$@"; }
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  eval 'initdb --username=postgres --pwfile=<(printf "%s\\n" "$POSTGRES_PASSWORD") '"$POSTGRES_INITDB_ARGS" > /dev/null
  printf 'host all all all %s\\n' "$POSTGRES_HOST_AUTH_METHOD" >> "$PGDATA/pg_hba.conf"
  sed -i '/127.0.0.1/d' "$PGDATA/pg_hba.conf"
  pg_ctl -D "$PGDATA" -o "-c listen_addresses='' -k $PGHOST -p $PGPORT" -w start > /dev/null
  POSTGRES_DB=postgres docker_process_sql --set db="$POSTGRES_DB" <<< 'CREATE DATABASE :"db";'
  for f in "$SCRIPTS"/*; do . "$f"; done
  pg_ctl -D "$PGDATA" -m fast -w stop > /dev/null
fi
exec postgres -k "$PGHOST" -p "$PGPORT" "$@"
`;

postgres('PostgreSQL has the collation, extensions and connections that were declared, and a user that owns its database', async () => {
  const { env, args, files } = containerOf((chart) => Backing.postgres(chart, 'orders', {
    major: 17, image: IMAGE, storage: { role: 'fast', size: '1Gi' },
    extensions: ['pgcrypto', 'uuid-ossp'], collation: 'C.UTF-8', maxConnections: 37,
  }));
  const all = { ...env, PGHOST: folder, PGPORT: '54391', SCRIPTS: dirname(files[0]) };
  const [command, ...before] = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--', 'bash'] : ['bash'];
  start(command, [...before, '-c', ENTRY_POINT, 'entrypoint', ...args], all);
  await reachable(54391);
  const ask = (sql: string, user = 'orders', password = PASSWORD) => execFileSync('psql',
    ['-h', '127.0.0.1', '-p', '54391', '-U', user, '-d', 'orders', '-Atc', sql],
    { env: { ...process.env, PGPASSWORD: password }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  expect(ask('SHOW max_connections')).toBe('37');
  expect(ask('SHOW data_checksums')).toBe('on');
  expect(ask("SELECT datcollate || ' ' || datctype || ' ' || pg_encoding_to_char(encoding) || ' ' || pg_get_userbyid(datdba)"
    + " FROM pg_database WHERE datname = 'orders'")).toBe('C.UTF-8 C.UTF-8 UTF8 orders');
  expect(ask('SELECT extname FROM pg_extension ORDER BY 1').split('\n')).toEqual(['pgcrypto', 'plpgsql', 'uuid-ossp']);
  expect(ask('CREATE TABLE t (id int); SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toBe('CREATE TABLE\nf');
  expect(() => ask('SELECT 1', 'orders', 'another')).toThrow(/password authentication failed/);
  expect(() => ask('SELECT 1', 'postgres')).toThrow(/password authentication failed/);
}, 120_000);

postgres('PostgreSQL that could not be made whole leaves nothing that would be taken for it', () => {
  const { env, args, files } = containerOf((chart) => Backing.postgres(chart, 'orders', {
    major: 17, image: IMAGE, storage: { role: 'fast', size: '1Gi' }, extensions: ['no-such-extension'],
  }));
  const all = { ...process.env, ...env, PGHOST: folder, PGPORT: '54392', SCRIPTS: dirname(files[0]) };
  const [command, ...before] = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--', 'bash'] : ['bash'];
  for (const time of ['first', 'second']) {
    const { status, stderr } = spawnSync(command, [...before, '-c', ENTRY_POINT, 'entrypoint', ...args], { env: all, encoding: 'utf8' });
    expect([time, status, /extension "no-such-extension" is not available/.test(stderr)]).toEqual([time, 1, true]);
  }
}, 120_000);

const redis = has('redis-server', '--version') ? test : test.skip;

redis.each([[true, 'noeviction', 'here'], [false, 'allkeys-lru', '']])(
  'Redis asks for the password, and keeps what it has: %s', async (persistence, eviction, kept) => {
    const { env, command } = containerOf((chart) => Backing.redis(chart, 'cart', {
      major: 7, persistence, image: IMAGE, memory: '128Mi', storage: { role: 'fast', size: '1Gi' },
    }));
    start(command[0], command.slice(1), env);
    await reachable(6379);
    const ask = (...words: string[]) => execFileSync('redis-cli', words, {
      env: { ...process.env, REDISCLI_AUTH: words[0] === 'ping' ? '' : PASSWORD }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    expect(ask('ping')).toContain('NOAUTH');
    expect(ask('config', 'get', 'maxmemory-policy')).toContain(eviction);
    expect(ask('config', 'get', 'maxmemory')).toContain(`${96 * 1024 * 1024}`);
    const processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
    expect(processes).not.toContain(PASSWORD);
    expect(ask('set', 'cart', 'here')).toBe('OK');
    await stopAll();
    start(command[0], command.slice(1), env);
    await reachable(6379);
    expect(ask('get', 'cart')).toBe(kept);
  }, 60_000);

const store = has('versitygw', '--version') ? test : test.skip;

store('the object store has the bucket when it starts, and asks for the keys', async () => {
  const { env, args } = containerOf((chart) => Backing.objectStore(chart, 'files', {
    image: IMAGE, bucket: 'invoices', region: 'eu-central-1', storage: { role: 'fast', size: '1Gi' },
  }));
  start('versitygw', args, env);
  await reachable(9000);
  const ask = (method: string, path: string, key = PASSWORD) => execFileSync('curl', [
    '-s', '-X', method, '--aws-sigv4', 'aws:amz:eu-central-1:s3', '--user', `${PASSWORD}:${key}`,
    '-H', 'x-amz-content-sha256: UNSIGNED-PAYLOAD', '-w', ' %{http_code}',
    ...(method === 'PUT' ? ['--data-binary', 'hello', '-H', 'content-type: text/plain'] : []), `http://127.0.0.1:9000${path}`,
  ], { encoding: 'utf8' });
  expect(ask('PUT', '/invoices/2026/1.txt')).toBe(' 200');
  expect(ask('GET', '/invoices/2026/1.txt')).toBe('hello 200');
  expect(ask('GET', '/')).toContain('<Name>invoices</Name>');
  expect(ask('GET', '/invoices/2026/1.txt', 'another')).toContain('SignatureDoesNotMatch');
  expect(execFileSync('curl', ['-s', '-o', '/dev/null', '-w', '%{http_code}', 'http://127.0.0.1:9000/_health'], { encoding: 'utf8' })).toBe('200');
}, 60_000);
