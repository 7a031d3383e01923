import type { k8s } from 'cdk8s-plus-28';
import type { Manifest } from './manifest';
import type { SecureDefaults } from './secure-defaults';

export interface UserOptions {
  /** The user id of the process. The same in every environment. @default 1000 */
  readonly runAsUser?: number;
  /** The group id of the process and of its volumes. @default 1000 */
  readonly runAsGroup?: number;
}

/** What holds for the whole pod, as the restricted Pod Security Standard asks. */
export function podSecurity(user: UserOptions, defaults: SecureDefaults): Manifest<k8s.PodSecurityContext> {
  // Without the default it is the image that says who runs, unless the author does.
  const fallback = defaults.when('runAsNonRoot', 1000);
  const { runAsUser = fallback, runAsGroup = fallback } = user;
  return {
    runAsNonRoot: defaults.when('runAsNonRoot', true),
    runAsUser,
    runAsGroup,
    fsGroup: runAsGroup,
    fsGroupChangePolicy: runAsGroup === undefined ? undefined : 'OnRootMismatch',
    seccompProfile: defaults.when('seccompProfile', { type: 'RuntimeDefault' }),
  };
}

/** What holds for the container, as the restricted Pod Security Standard asks, and a read-only root file system. */
export function containerSecurity(defaults: SecureDefaults): Manifest<k8s.SecurityContext> {
  return {
    privileged: false,
    allowPrivilegeEscalation: defaults.when('noPrivilegeEscalation', false),
    capabilities: defaults.when('dropCapabilities', { drop: ['ALL'] }),
    readOnlyRootFilesystem: defaults.when('readOnlyRootFilesystem', true),
  };
}
