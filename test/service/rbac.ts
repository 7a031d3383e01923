import type { Manifest } from './shop';

/** Whether a group may do something by the Roles and RoleBindings among some objects, as Kubernetes decides it. */
export function mayIn(objects: readonly Manifest[], group: string, verb: string, resource: string): boolean {
  // `deployments/scale.apps`: the group of the API stands behind the resource.
  const [, name, apiGroup = ''] = /^([^.]+)(?:\.(.+))?$/.exec(resource) ?? [];
  const allows = (list: readonly string[], wanted: string) => list.includes(wanted) || list.includes('*');
  const bound = objects.filter(({ kind, subjects }) => kind === 'RoleBinding'
    && subjects.some((subject: Manifest) => subject.kind === 'Group' && subject.name === group));
  return bound.some(({ roleRef }) => objects
    .find(({ kind, metadata }) => kind === roleRef.kind && metadata.name === roleRef.name)
    .rules.some((rule: Manifest) =>
      allows(rule.apiGroups, apiGroup) && allows(rule.resources, name) && allows(rule.verbs, verb)));
}
