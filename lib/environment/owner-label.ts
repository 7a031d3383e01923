/** The label that names the team that owns an object. */
export const OWNER_LABEL = 'cdk8s-parity.dev/owner';
