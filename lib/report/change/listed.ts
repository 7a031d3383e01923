import type { SecretInputs } from '../../check/secret-inputs';
import type { AssemblyIndex, ChartRecord, ExceptionRecord } from '../../synth/assembly/assembly';
import type { Json } from '../../template/json';
import { describeExpression } from '../../template/notation';
import type { Listed } from './record-change';
import { keyOf } from './value-change';

// What an index lists besides templates and values. Source lines are left out: they move with every edit.

/** Equal exceptions of several targets are one. */
export function listExceptions(chart: ChartRecord, secrets: SecretInputs): Listed[] {
  const groups = new Map<string, { readonly exception: ExceptionRecord; readonly targets: string[] }>();
  for (const exception of chart.exceptions) {
    const { target, source: _, ...rest } = exception;
    const key = keyOf(rest);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { exception, targets: [target] });
    else group.targets.push(target);
  }
  return [...groups.values()].map(({ exception: { object, patch, reason, owner, since, expires }, targets }) => {
    const content = (shown: ExceptionRecord['patch']) =>
      ({ targets, patch: shown as unknown as Json, reason, owner, since, expires });
    return {
      name: object,
      keys: [keyOf([object, targets, patch]), keyOf([object, patch]), keyOf([object, targets]), object],
      content: content(secrets.patchOf(chart, { object, patch })), exact: content(patch),
    };
  });
}

export function listStandIns({ standIns }: ChartRecord): Listed[] {
  return standIns.map(({ of, branch, for: what, reason, owner, since, expires, conformance }) => ({
    name: `${describeExpression(of)} is ${branch}`, keys: [keyOf([of, branch])],
    content: { for: what, reason, owner, since, expires, conformance },
  }));
}

/** What an alternative's objects are is said with the templates; here are its branches. */
export function listAlternatives({ alternatives }: ChartRecord): Listed[] {
  return alternatives.map(({ of, branches }) => ({
    name: describeExpression(of), keys: [keyOf(of)], content: { branches: Object.keys(branches).sort() },
  }));
}

export function listRemovedDefaults({ removedDefaults }: ChartRecord): Listed[] {
  return removedDefaults.map(({ construct, default: name, reason }) => ({
    name: `${name} of ${construct}`, keys: [keyOf([construct, name])], content: { reason },
  }));
}

/** A version that several targets keep is one; a service has a version in each, where the content differs. */
export function listKept({ kept = {} }: ChartRecord): Listed[] {
  const versions = new Map<string, { readonly releases: readonly string[]; readonly targets: string[] }>();
  for (const [target, { objects }] of Object.entries(kept)) {
    for (const { name, releases } of objects) {
      const version = versions.get(name) ?? { releases, targets: [] };
      versions.set(name, version);
      version.targets.push(target);
    }
  }
  return [...versions].map(([name, { releases, targets }]) =>
    ({ name: `ConfigMap/${name}`, keys: [name], content: { releases, targets } }));
}

export function listCalls({ calls }: AssemblyIndex): Listed[] {
  return calls.map(({ from, to, port }) => ({
    name: `${from} -> ${to}`, keys: [keyOf([from, to, port]), keyOf([from, to])], content: { port },
  }));
}

/** What holds for the whole app. */
export function listApp(index: AssemblyIndex): Listed[] {
  const whole = (name: string, value: Json) => ({ name, keys: [name], content: { value } });
  return [
    whole('witnessed', index.witnessed),
    whole('releasable', index.releasable),
    ...index.notReleasable.map((why) => ({ name: 'not releasable', keys: [keyOf(['why', why])], content: { why } })),
    ...index.allowedEnv.map((name) => ({
      name: `constructs may read ${name}`, keys: [keyOf(['env', name])], content: {},
    })),
    ...index.locked.map(({ in: where, path, what, reason }) => ({
      name: `locked: ${where} ${path}`, keys: [keyOf(['locked', where, path])], content: { what, reason },
    })),
    whole('generator', index.generator),
  ];
}
