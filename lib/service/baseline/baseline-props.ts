import type { Allowance } from './allowance';
import type { Limits } from './limits';
import type { Quota } from './quota';
import type { TeamRoles } from './roles';

/** What holds for a namespace and everything in it. */
export interface BaselineProps {
  /** The team whose namespace it is: the owner's label, and what the names of the roles begin with. */
  readonly team: string;
  /** Who may do what in the namespace. */
  readonly roles: TeamRoles;
  /** What all pods and claims of the namespace may have together. */
  readonly quota: Quota;
  /**
   * What one container has that does not say it, and what one may have at most.
   * @default - the defaults of `Microservice`, without bounds
   */
  readonly limits?: Limits;
  /**
   * Connections that every pod may have besides those that its service declares, by a name.
   * @default - none: names (DNS) are the only thing that every pod may ask
   */
  readonly allow?: Readonly<Record<string, Allowance>>;
  /**
   * What a service mesh needs of every pod, where the environment has one (fact `capabilities.mesh`): its sidecars
   * ask a control plane. `false` says that the mesh needs nothing.
   * @default - no environment has a mesh
   */
  readonly mesh?: Allowance | false;
  /**
   * Further labels of the Namespace, such as that by which a mesh finds it.
   * @default - the owner and the pod security alone
   */
  readonly labels?: Readonly<Record<string, string>>;
}
