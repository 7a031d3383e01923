import { SecretInputs } from '../check/secret-inputs';
import { templateText } from '../report/template-text';
import type { AssemblyIndex } from '../synth/assembly/assembly';
import type { Json } from '../template/json';
import { withoutSecrets } from '../template/secret';
import { emitYaml } from '../template/yaml';
import { isRendered, isRenderedTarget } from './rendered-environments';
import { differenceTable } from './snapshot-table';

/**
 * What a parity snapshot stores: every template once, then everything that differs.
 *
 * A class of its own, so that its serializer knows it and stores the text as it is, without quotes.
 */
export class ParitySnapshot {
  readonly text: string;

  constructor(index: AssemblyIndex) {
    const secrets = new SecretInputs(index);
    this.text = [...index.charts.map((chart) => templateText(chart, secrets)), differenceTable(index)].join('\n\n');
  }
}

/**
 * Stores a snapshot's text as people read it.
 *
 * What `renderEnvironments` gives is stored as its parity snapshot, so that `toMatchInlineSnapshot` works as well; one
 * environment of it as its manifests.
 */
export const paritySnapshotSerializer = {
  test: (value: unknown): boolean => value instanceof ParitySnapshot || isRendered(value) || isRenderedTarget(value),
  print: (value: unknown): string => {
    if (isRenderedTarget(value)) {
      const manifests = value.manifests as unknown as readonly Json[];
      return emitYaml(manifests.map((object) => withoutSecrets(object))).trimEnd();
    }
    return isRendered(value) ? new ParitySnapshot(value.index).text : (value as ParitySnapshot).text;
  },
};
