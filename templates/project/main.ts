import { ParityApp } from 'cdk8s-parity';
import { environments } from './environments';
import { addServices, overlays } from './services';

/** The whole project; synth, the witness and the tests each build it anew. */
export function build(): ParityApp {
  const app = new ParityApp({ environments, overlays, artifacts: 'artifacts.json' });
  addServices(app);
  return app;
}

if (require.main === module) {
  // Plain cdk8s proves every synth; PARITY_WITNESS=0 leaves it out while you try things.
  process.env.PARITY_WITNESS ??= '1';
  build().synth();
}
