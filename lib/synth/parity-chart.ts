import { Chart, type ChartProps } from 'cdk8s';
import type { Construct } from 'constructs';
import { noteNamespace } from '../environment/chart-namespace';
import type { EnvironmentContract } from '../environment/contract';
import { facts } from '../environment/facts';
import { OWNER_LABEL } from '../environment/owner-label';
import { sessionOf } from '../environment/session';
import { callSite } from '../environment/source-location';
import { ParityError } from '../template/error';

export { OWNER_LABEL };

export interface ParityChartProps extends Omit<ChartProps, 'namespace'> {
  /**
   * A namespace that is the same in every environment; false leaves objects without one.
   * @default - the contract's fact `namespace`
   */
  readonly namespace?: string | false;
  /**
   * The team that owns the chart: a label on every object.
   * @default - no owner label
   */
  readonly owner?: string;
}

/**
 * A chart that is rendered once for all environments.
 *
 * Variations are its public readonly fields; any construct of any library works inside. Object names carry no hash
 * unless `disableResourceNameHashes: false` asks for one, because people read them in overlays and diffs.
 *
 * @throws PARITY_NO_APP when it is not below a `ParityApp`
 * @throws PARITY_DUPLICATE_FILE when its scope already has a chart of this id
 */
export class ParityChart extends Chart {
  constructor(scope: Construct, id: string, props: ParityChartProps = {}) {
    const { namespace, owner, labels, ...rest } = props;
    super(withRoomFor(scope, id), id, {
      disableResourceNameHashes: true,
      ...rest,
      namespace: namespace === false ? undefined : namespace ?? facts<EnvironmentContract>(scope).namespace,
      labels: owner === undefined ? labels : { ...labels, [OWNER_LABEL]: owner },
    });
    if (namespace !== undefined) noteNamespace(this, namespace);
    sessionOf(this).born(this);
  }
}

/** Before constructs says the same without a line. */
function withRoomFor(scope: Construct, id: string): Construct {
  const other = scope.node.tryFindChild(id);
  if (other === undefined || !Chart.isChart(other)) return scope;
  throw new ParityError({
    code: 'PARITY_DUPLICATE_FILE',
    message: 'two charts write one file',
    where: [other.node.path, callSite()].filter(Boolean).join(' '),
    got: `a second chart with the id '${id}'`,
    fix: 'give one of the charts another id',
  });
}
