import { randomUUID } from 'node:crypto';
import { App, Chart, Names } from 'cdk8s';
import { Construct } from 'constructs';
import { HermeticGuard } from '../../../lib/synth/hermetic/guard.js';

/** Uses randomness on line 10, which a test expects. */
class Impure extends Construct {
  constructor(scope: Construct) {
    super(scope, 'INGRESS');
    randomUUID();
  }
}

const env = process.env;
/** Czech sorts `ch` after `h`. */
const sort = () => ['h', 'ch'].sort((a, b) => a.localeCompare(b)).join();
const machine = sort();
const hermetic = new HermeticGuard({ allowEnv: [], isConstructName: (name) => name === 'Impure' });
hermetic.install();
const construct = new Impure(new Chart(new App(), 'shop'));
const name = Names.toDnsLabel(construct);
hermetic.strict(() => Math.random());
const sorted = sort();
hermetic.uninstall();

const failures = hermetic.failures.map(({ where, got }) => `${where} ${got}`);
const restored = process.env === env && sort() === machine;
process.stdout.write(JSON.stringify({ machine, output: { sorted, name, failures, restored } }));
