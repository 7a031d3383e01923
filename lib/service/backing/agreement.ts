import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { BackingFacts, EnvironmentContract } from '../../environment/contract';
import { type AtTarget, type TargetProblem, everyTarget } from '../../environment/every-target';
import { facts } from '../../environment/facts';
import { findRangeProblems } from '../identity/ranges';

/** What a declaration says, to be held against what environments answer. */
export interface Declared {
  readonly name: string;
  readonly engine: string;
  readonly major: number;
  /** Why a provisioner cannot provide it; one that can is not in it. */
  readonly impossible: Readonly<Partial<Record<BackingFacts['provisioner'], string>>>;
}

interface Answered { readonly backing: Partial<BackingFacts>; readonly namespace: string }

/** Holds each environment's answer against what the service is written for. */
export function checkAgreement(scope: Construct, declared: Declared): void {
  const { backings, namespace } = facts<EnvironmentContract>(scope);
  const answered = {
    backing: backings[declared.name] as unknown as BackingFacts,
    namespace: Chart.of(scope).namespace ?? namespace as string,
  };
  everyTarget<Answered>(scope, answered, ({ backing, namespace }, at) => [
    ...differences(declared, backing),
    ...impossibilities(declared, backing),
    ...claimed(declared, namespace, scope.node.path, at),
  ]);
}

/** The same engine and major everywhere, or services meet another one than they are written for. */
function differences({ name, engine, major }: Declared, backing: Partial<BackingFacts>): TargetProblem[] {
  if (backing.engine === engine && backing.major === major) return [];
  const missing = (['engine', 'major'] as const).filter((fact) => backing[fact] === undefined);
  return [{
    code: 'PARITY_BACKING_DIFFERS', message: `the backing service '${name}' is another one here`,
    got: missing.length > 0 ? `no answer to ${missing.map((fact) => `backings.${name}.${fact}`).join(' and ')}`
      : `answered: ${backing.engine} ${backing.major}`,
    expected: `declared: ${engine} ${major}`,
    fix: 'have the same engine and major version in every environment, and say so in its facts',
  }];
}

function impossibilities(
  { name, impossible }: Declared, { provisioner, cidrs }: Partial<BackingFacts>,
): TargetProblem[] {
  const reason = provisioner === undefined ? undefined : impossible[provisioner];
  if (reason !== undefined) {
    return [{
      code: 'PARITY_BAD_BACKING', message: `the backing service '${name}' cannot be provided so`,
      got: `'${provisioner}', but ${reason}`, fix: 'declare what it needs, or name another provisioner',
    }];
  }
  // That they are not answered is said where they are asked.
  if (provisioner !== 'managed' || cidrs === undefined) return [];
  return findRangeProblems(`backings.${name}.cidrs`, cidrs, 'it cannot be reached');
}

/** One namespace holds one of each name: two declarations would share their objects and their Secret. */
function claimed({ name }: Declared, namespace: string, id: string, { memory }: AtTarget): TargetProblem[] {
  const claim = `backing service\0${namespace}\0${name}`;
  const other = memory.get(claim);
  if (other !== undefined && other !== id) {
    return [{
      code: 'PARITY_BAD_BACKING', message: `the backing service '${name}' is declared twice`,
      got: `by ${String(other)}, and by ${id}`,
      fix: 'declare it once, and use it from the other charts: uses(serviceOf(...))',
    }];
  }
  memory.set(claim, id);
  return [];
}
