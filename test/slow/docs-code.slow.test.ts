import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
/** Inside the repository, so that the package's own name and its peers resolve as they do for users. */
const folder = join(root, 'build/docs-code');

/** What the documents take as given: the service they speak of, and the environments around it. */
const GIVEN = `
import {
  artifact, Baseline, environment, type EnvironmentContract, facts as factsOf, Microservice, overlays, ParityApp,
  ParityChart,
  ParityConstruct, preview, serviceOf, vary,
} from 'cdk8s-parity';
import type { Construct } from 'constructs';

interface Contract extends EnvironmentContract { readonly paymentUrl: string }
class Api extends ParityConstruct {
  readonly memory = vary.memory({ default: '256Mi', max: '2Gi', why: 'cache size follows traffic' });
}
class Cart extends ParityChart {}
class Checkout extends ParityChart {
  readonly replicas = vary.integer({ default: 3, min: 1, max: 50, why: 'traffic differs' });
  readonly api = new Api(this, 'api');
}
declare const facts: Contract;
declare const others: Omit<Contract, 'kubernetes' | 'domain' | 'paymentUrl'>;
declare const environments: ReturnType<typeof environment<Contract>>[];
`;
const STAGING = "const staging = environment<Contract>('staging', facts);\n";
const PRODUCTION = "const production = environment<Contract>('production', facts);\n";

interface Block { readonly name: string; readonly code: string }

const blocksOf = (document: string): Block[] =>
  [...readFileSync(join(root, document), 'utf8').matchAll(/^( *)```ts\n([^]*?)^\1```$/gm)]
    .map(([, margin, code], i) => ({
      name: `${document.replaceAll(/\W/g, '-')}-${i + 1}`,
      code: code.replaceAll(new RegExp(`^${margin}`, 'gm'), ''),
    }));

/** Puts around a fragment what its document says before it; a program with imports stands alone. */
function complete(code: string): string {
  if (/^import /m.test(code)) return code;
  const shop = code.includes('interface ShopContract') ? '' : 'type ShopContract = Contract;\n';
  if (/\bthis\b/.test(code)) {
    return `${GIVEN}export class Given extends ParityChart {
  readonly replicas = vary.integer({ default: 2, min: 1, max: 50, why: 'traffic differs' });
  readonly memory = vary.memory({ default: '256Mi', max: '2Gi', why: 'cache size follows traffic' });
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const env = factsOf<Contract>(this);
    ${code}
  }
}`;
  }
  // An ellipsis in a document stands for the facts that it does not name.
  const whole = code.replaceAll('/* ... */', '...others');
  return GIVEN + shop
    + (/const staging\b/.test(whole) ? '' : STAGING)
    + (/const production\b/.test(whole) ? '' : PRODUCTION)
    + `${whole}\nexport {};\n`;
}

function typeCheck(blocks: readonly Block[]): string {
  mkdirSync(folder, { recursive: true });
  // What the documents' tests import: the README's first service.
  writeFileSync(join(folder, 'main.ts'), blocksOf('README.md')[0].code);
  for (const { name, code } of blocks) writeFileSync(join(folder, `${name}.ts`), complete(code));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
    compilerOptions: {
      strict: true, target: 'es2022', module: 'nodenext', types: ['jest', 'node'], skipLibCheck: true, noEmit: true,
    },
    files: blocks.map(({ name }) => `${name}.ts`),
  }));
  try {
    return execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
      cwd: folder, encoding: 'utf8', stdio: 'pipe',
    });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

const documents = [
  'README.md', 'docs/environments.md', 'docs/dependencies.md', 'docs/testing.md',
  'docs/capabilities/baseline.md', 'docs/capabilities/microservice.md', 'docs/capabilities/routes.md', 'docs/capabilities/config.md',
  'docs/capabilities/backing-services.md', 'docs/capabilities/config-history.md', 'docs/capabilities/identity.md',
  'docs/capabilities/scaling.md',
];

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('every block of TypeScript in the documents compiles', () => {
  const blocks = documents.flatMap(blocksOf);
  expect(blocks.length).toBeGreaterThan(6);
  expect(typeCheck(blocks)).toBe('');
});

test('a block that names what does not exist would fail', () => {
  const [block] = blocksOf('docs/capabilities/microservice.md');
  expect(typeCheck([{ ...block, code: block.code.replace('memory:', 'memori:') }])).toContain('memori');
});
