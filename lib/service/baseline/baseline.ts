import type { Construct } from 'constructs';
import type { EnvironmentContract } from '../../environment/contract';
import { everyTarget } from '../../environment/every-target';
import { facts, isAnswered } from '../../environment/facts';
import { OWNER_LABEL } from '../../environment/owner-label';
import { ParityConstruct } from '../../environment/parity-construct';
import { when } from '../../environment/when';
import { ParityError } from '../../template/error';
import { authoredAt } from '../authored-at';
import { declareClosedNamespace } from '../closed-namespaces';
import { type Allowance, createAllowance, createDefaultDeny } from './allowance';
import type { BaselineProps } from './baseline-props';
import { checkAmounts } from './check-amounts';
import { createLimits } from './limits';
import { createNamespace } from './namespace';
import { createQuota } from './quota';
import { createRoles } from './roles';

/** Beginnings of object names: room is left for what follows. */
const NAME = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;

/**
 * What a namespace has before anything runs in it: itself with its pod security, a quota, limits, closed connections,
 * and the team's roles. One declaration for all environments, in a chart of its own that is applied first.
 *
 * Amounts may vary. What is limited, who may do what, and what is open are the same everywhere; only the fact
 * `podSecurity` says what pods may do.
 *
 * @throws PARITY_BAD_NAME, PARITY_BAD_GROUP, PARITY_NO_REASON, PARITY_NO_NAMESPACE and others, each with its fix
 */
export class Baseline extends ParityConstruct {
  private readonly labels: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: BaselineProps) {
    super(scope, id);
    checkName(this, 'a team', props.team);
    this.labels = { 'app.kubernetes.io/managed-by': 'cdk8s-parity', [OWNER_LABEL]: props.team };
    createNamespace(this, this.labels, props.labels ?? {});
    const quota = createQuota(this, this.labels, props.quota);
    const limits = createLimits(this, this.labels, props.limits ?? {});
    checkAmounts(this, { limits, quota });
    createDefaultDeny(this, this.labels);
    declareClosedNamespace(this);
    for (const [name, allowance] of Object.entries(props.allow ?? {})) this.allow(name, allowance);
    this.allowMesh(props.mesh);
    createRoles(this, props.team, this.labels, props.roles);
  }

  /**
   * Opens something for every pod of the namespace, whatever its service declares.
   *
   * Inside a branch of `when` it is open only in the environments that choose it.
   *
   * @throws PARITY_NO_REASON without `why`, PARITY_BAD_PORT without ports, PARITY_DUPLICATE_OBJECT for a name twice
   */
  allow(name: string, allowance: Allowance): void {
    checkName(this, 'what is allowed', name);
    if (this.node.tryFindChild(`allow-${name}`) !== undefined) throw allowedTwice(this, name);
    createAllowance(this, `allow-${name}`, name, this.labels, allowance);
  }

  private allowMesh(mesh: Allowance | false | undefined): void {
    if (mesh) {
      when(facts<EnvironmentContract>(this).capabilities.mesh, {
        true: () => { this.allow('mesh', mesh); },
        false: () => undefined,
      });
    } else if (mesh === undefined && isAnswered(this, ['capabilities', 'mesh'])) {
      this.checkNoMesh();
    }
  }

  /** A sidecar that cannot reach its control plane keeps its pod from starting, and says so in its own log alone. */
  private checkNoMesh(): void {
    everyTarget(this, { mesh: facts<EnvironmentContract>(this).capabilities.mesh as unknown as boolean }, ({ mesh }) =>
      (mesh ? [{
        code: 'PARITY_MESH_CUT_OFF', message: 'a baseline closes the connections that a mesh may need',
        got: 'capabilities.mesh: true, and no prop mesh',
        fix: 'declare mesh: { why, to: [...] } with its control plane, or mesh: false when it needs nothing',
      }] : []));
  }
}

function allowedTwice(scope: Construct, name: string): ParityError {
  return new ParityError({
    code: 'PARITY_DUPLICATE_OBJECT', message: 'a baseline allows two things by one name', where: authoredAt(scope),
    got: `allow-${name}${name === 'mesh' ? ', which is that of the prop mesh' : ''}`, fix: 'give one another name',
  });
}

function checkName(scope: Construct, what: string, name: unknown): void {
  if (typeof name === 'string' && NAME.test(name)) return;
  throw new ParityError({
    code: 'PARITY_BAD_NAME', message: `${what} cannot have this name`, where: authoredAt(scope),
    got: typeof name === 'string' ? JSON.stringify(name.slice(0, 80)) : 'a value that differs between environments',
    expected: 'lower-case letters, digits and dashes, beginning with a letter, at most 40 characters',
    fix: 'give another name',
  });
}
