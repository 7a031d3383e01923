import type { Construct } from 'constructs';
import { EXTENSION, IDENTIFIER, LOCALE, badBacking, fixedNumber, fixedText } from './bad-backing';
import type { PostgresProps } from './backing-props';
import { type Named, type Server, computed, fromSecret, made } from './server';

/** The part of a database's interface that is more than its connection. */
export interface PostgresOptions {
  readonly database: string;
  readonly collation: string;
  readonly extensions: readonly string[];
  readonly maxConnections: number;
}

/** Names that PostgreSQL or CloudNativePG keep for themselves. */
const RESERVED = ['postgres', 'template0', 'template1', 'streaming_replica', 'app_user', 'public', 'none'];

/** @throws PARITY_BAD_BACKING, PARITY_LOCKED */
export function postgresOptions(scope: Construct, name: string, props: PostgresProps): PostgresOptions {
  const database = fixedText(scope, 'database', props.database ?? name.replaceAll('-', '_'), IDENTIFIER);
  if (RESERVED.includes(database) || database.startsWith('pg_')) {
    throw badBacking(scope, `database: '${database}'`, { expected: 'a name that the server does not keep for itself',
      fix: "give another name: database: '...'" });
  }
  const extensions = (props.extensions ?? []).map((extension) => fixedText(scope, 'extensions', extension, EXTENSION));
  return {
    database,
    collation: fixedText(scope, 'collation', props.collation ?? 'C.UTF-8', LOCALE),
    extensions: [...new Set(extensions)],
    maxConnections: fixedNumber(scope, 'maxConnections', props.maxConnections ?? 100, 262_143),
  };
}

/** The SQL that makes the extensions, run once by the superuser in the service's database. */
export function extensionStatements({ extensions }: PostgresOptions): string[] {
  return extensions.map((extension) => `CREATE EXTENSION IF NOT EXISTS "${extension}"`);
}

/**
 * PostgreSQL by the official image (docker.io/library/postgres, Debian variants), 14 or newer.
 *
 * The service's user owns its database and is no superuser, as with CloudNativePG and with most managed databases; the
 * superuser has no password, and so no connection from outside of the pod. What `initdb` is told holds for good: a
 * change of collation or extensions needs a migration.
 */
export function postgresServer(named: Named, options: PostgresOptions): Server {
  const { database, collation, maxConnections } = options;
  const ready = { exec: { command: ['pg_isready', '-h', '127.0.0.1', '-U', database, '-d', database] } };
  return {
    user: 999,
    args: ['-c', `max_connections=${maxConnections}`],
    env: [
      { name: 'PGDATA', value: '/data/pgdata' },
      { name: 'POSTGRES_DB', value: database },
      { name: 'POSTGRES_INITDB_ARGS',
        value: `--encoding=UTF8 --lc-collate=${collation} --lc-ctype=${collation} --data-checksums` },
      { name: 'POSTGRES_HOST_AUTH_METHOD', value: 'scram-sha-256' },
      fromSecret('POSTGRES_PASSWORD', named, 'password'),
    ],
    probes: {
      // The server that runs while the database is made listens on a socket only, so it is not taken for ready.
      startupProbe: { ...ready, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 60 },
      readinessProbe: { ...ready, periodSeconds: 5, timeoutSeconds: 5 },
      livenessProbe: { ...ready, periodSeconds: 15, timeoutSeconds: 5, failureThreshold: 6 },
    },
    data: [{ mountPath: '/data' }],
    scratch: { run: '/var/run/postgresql', tmp: '/tmp' },
    files: { mountPath: '/docker-entrypoint-initdb.d', content: { 'init.sh': initScript(options) } },
    keys: [
      made(named, 'password'),
      ...computed({
        username: database,
        host: named.name,
        port: `${named.port}`,
        dbname: database,
        uri: `postgresql://${database}:{{ .password }}@${named.name}:${named.port}/${database}`,
      }),
    ],
  };
}

/**
 * Sourced once by the image's entry point, whose `docker_process_sql` asks as the superuser.
 *
 * A server that is half made would be taken for a whole one at the next start: what failed is taken away again, so that
 * the next start says the same. psql reads the password from its environment, where no list of processes shows it.
 */
function initScript(options: PostgresOptions): string {
  const { database } = options;
  return `\
docker_process_sql <<'SQL' || { pg_ctl -D "$PGDATA" -m immediate stop; rm -rf "\${PGDATA:?}"; exit 1; }
\\set password \`printf %s "$POSTGRES_PASSWORD"\`
CREATE ROLE "${database}" LOGIN PASSWORD :'password';
ALTER DATABASE "${database}" OWNER TO "${database}";
${extensionStatements(options).map((statement) => `${statement};\n`).join('')}ALTER ROLE CURRENT_USER PASSWORD NULL;
SQL
`;
}
