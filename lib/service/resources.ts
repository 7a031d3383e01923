import type { Size } from 'cdk8s';
import type { Cpu, k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { unitEntryOf } from '../environment/units';
import type { CpuText, SizeText } from '../environment/vary';
import { ParityError } from '../template/error';
import type { Dimension } from '../template/expression';
import { parseQuantity } from '../template/quantity';
import { authoredAt } from './authored-at';
import type { Manifest } from './manifest';
import type { SecureDefaults } from './secure-defaults';

/** A memory or storage quantity: a cdk8s `Size`, a variation of one, or text such as `256Mi`. */
export type SizeAmount = Size | SizeText;
/** A cpu quantity: a cdk8s-plus `Cpu`, a variation of one, or text such as `250m`. */
export type CpuAmount = Cpu | CpuText;

/** What is reserved, and what may be used at most. */
export interface Range<T> { readonly request: T; readonly limit: T }

export interface ResourceOptions {
  /**
   * Memory; a single amount is both request and limit.
   * @default '128Mi'
   */
  readonly memory?: SizeAmount | Range<SizeAmount>;
  /**
   * Cpu; a single amount is both request and limit.
   * @default { request: '100m', limit: '500m' }
   */
  readonly cpu?: CpuAmount | Range<CpuAmount>;
}

/** Requests and limits, always explicit: a namespace's defaults differ between clusters. */
export function resourcesOf(
  scope: Construct, options: ResourceOptions, defaults: SecureDefaults,
): Manifest<k8s.ResourceRequirements> {
  const memory = rangeOf<SizeAmount>(options.memory ?? '128Mi');
  const cpu = rangeOf<CpuAmount>(options.cpu ?? { request: '100m', limit: '500m' });
  return {
    requests: { cpu: cpuText(scope, cpu.request), memory: sizeText(scope, memory.request) },
    limits: {
      ...(defaults.has('cpuLimit') ? { cpu: cpuText(scope, cpu.limit) } : {}),
      ...(defaults.has('memoryLimit') ? { memory: sizeText(scope, memory.limit) } : {}),
    },
  };
}

/** @throws PARITY_BAD_QUANTITY when text is no quantity of memory */
export function sizeText(scope: Construct, size: SizeAmount): string {
  return typeof size === 'string' ? checked(scope, size, 'memory') : size.asString();
}

/** @throws PARITY_BAD_QUANTITY when text is no quantity of cpu */
export function cpuText(scope: Construct, cpu: CpuAmount): string {
  return typeof cpu === 'string' ? checked(scope, cpu, 'cpu') : cpu.amount;
}

/** Both ends of an amount, where a single one is both. */
export function rangeOf<T>(value: T | Range<T>): Range<T> {
  return isRange(value) ? value : { request: value, limit: value };
}

function isRange<T>(value: T | Range<T>): value is Range<T> {
  if (typeof value !== 'object' || value === null) return false;
  return unitEntryOf(value) === undefined && Object.hasOwn(value, 'request');
}

function checked(scope: Construct, text: string, dimension: Dimension): string {
  if (parseQuantity(text, dimension) !== undefined) return text;
  throw new ParityError({
    code: 'PARITY_BAD_QUANTITY', message: `text is no quantity of ${dimension}`, where: authoredAt(scope),
    got: JSON.stringify(text.slice(0, 40)),
    expected: dimension === 'cpu' ? '250m or 0.5' : '256Mi or 1Gi',
    fix: dimension === 'cpu'
      ? 'write cores or millicores, or use vary.cpu'
      : 'write a binary unit, or use vary.memory or vary.storage',
  });
}
