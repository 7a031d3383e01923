import { isIPv4, isIPv6 } from 'node:net';
import { type Json, isJsonObject } from '../template/json';
import type { VariationSpec } from './variation';
import { amountOf } from './variation-amount';

/** Longest text a variation's value may have, in characters: manifests are for values, not for files. */
const MAX_TEXT = 4096;

const HOSTNAME = /^(?=.{1,253}$)(\*\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
const URL_TEXT = /^[a-z][a-z0-9+.-]*:\/\/[^\s"'\\<>]+$/;

/** Why a declaration is not acceptable, or undefined. A variation needs a reason and bounds or a pattern. */
export function findSpecProblem(spec: VariationSpec): string | undefined {
  if (typeof spec.why !== 'string' || spec.why.trim() === '') return "it says no 'why'";
  if (spec.pattern !== undefined && !isRegExp(spec.pattern))
    return `its pattern is no regular expression: ${spec.pattern}`;
  const bound = findBoundProblem(spec);
  if (bound !== undefined) return bound;
  if (needsBounds(spec)) return 'it has neither bounds nor a pattern';
  if (spec.default === undefined) return undefined;
  const problem = findValueProblem(spec, spec.default);
  return problem === undefined ? undefined : `its default ${JSON.stringify(spec.default)} ${problem}`;
}

/** Why a value does not fit a variation (a phrase that follows the value), or undefined. */
export function findValueProblem(spec: VariationSpec, value: Json): string | undefined {
  switch (spec.type) {
    case 'integer':
    case 'number':
      return findNumberProblem(spec, value);
    case 'cpu':
    case 'memory':
    case 'storage':
    case 'duration':
      return findQuantityProblem(spec, value);
    case 'percent':
      return findPercentProblem(spec, value);
    case 'oneOf':
      return spec.values?.includes(value as string) ? undefined : `is not one of ${list(spec.values ?? [])}`;
    case 'cidrs':
    case 'list':
      return findListProblem(spec, value);
    case 'map':
      return findMapProblem(spec, value);
    default:
      return findTextProblem(spec, value);
  }
}

function needsBounds(spec: VariationSpec): boolean {
  switch (spec.type) {
    case 'string': return spec.pattern === undefined;
    case 'oneOf': return spec.values === undefined || spec.values.length < 2;
    case 'list': case 'map': return spec.pattern === undefined && spec.values === undefined;
    case 'hostname': case 'url': case 'cidrs': case 'percent': return false;
    default: return spec.min === undefined && spec.max === undefined;
  }
}

function findBoundProblem(spec: VariationSpec): string | undefined {
  const [min, max] = [spec.min, spec.max].map((bound) => (bound === undefined ? undefined : amountIn(spec, bound)));
  if (Number.isNaN(min)) return `its min ${JSON.stringify(spec.min)} is no ${spec.type}`;
  if (Number.isNaN(max)) return `its max ${JSON.stringify(spec.max)} is no ${spec.type}`;
  return min !== undefined && max !== undefined && min > max
    ? `its min ${spec.min} is above its max ${spec.max}`
    : undefined;
}

/** NaN is in no range, and compares with nothing. */
function amountIn(spec: VariationSpec, value: Json): number {
  return amountOf(spec, value) ?? Number.NaN;
}

function findRangeProblem(spec: VariationSpec, value: Json): string | undefined {
  const amount = amountIn(spec, value);
  if (spec.min !== undefined && amount < amountIn(spec, spec.min)) return `is below its minimum ${spec.min}`;
  if (spec.max !== undefined && amount > amountIn(spec, spec.max)) return `is above its maximum ${spec.max}`;
  return undefined;
}

function findNumberProblem(spec: VariationSpec, value: Json): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'is not a number';
  if (spec.type === 'integer' && !Number.isSafeInteger(value)) return 'is not a whole number';
  return findRangeProblem(spec, value);
}

function findQuantityProblem(spec: VariationSpec, value: Json): string | undefined {
  const examples = { cpu: '250m or 0.5', memory: '256Mi', storage: '10Gi', duration: '30s' } as const;
  const example = examples[spec.type as keyof typeof examples];
  return Number.isNaN(amountIn(spec, value))
    ? `is no ${spec.type} (write it like ${example})`
    : findRangeProblem(spec, value);
}

function findPercentProblem(spec: VariationSpec, value: Json): string | undefined {
  const amount = amountIn(spec, value);
  return Number.isNaN(amount) || amount > 100 ? 'is no percentage (write it like 25%)' : findRangeProblem(spec, value);
}

function findTextProblem(spec: VariationSpec, value: Json): string | undefined {
  if (typeof value !== 'string') return 'is not a text';
  if (value.length > MAX_TEXT) return `is longer than ${MAX_TEXT} characters`;
  if (spec.type === 'hostname' && !HOSTNAME.test(value)) return 'is no host name (RFC 1123, lower case)';
  if (spec.type === 'url' && (!URL_TEXT.test(value) || !URL.canParse(value))) return 'is no URL';
  return matches(spec, value) ? undefined : `does not match /${spec.pattern}/`;
}

function findListProblem(spec: VariationSpec, value: Json): string | undefined {
  if (!Array.isArray(value)) return 'is not a list';
  if (spec.maxItems !== undefined && value.length > spec.maxItems) return `has more than ${spec.maxItems} elements`;
  for (const item of value as readonly Json[]) {
    if (typeof item !== 'string' || item.length > MAX_TEXT)
      return `holds ${JSON.stringify(item)}, which is not a short text`;
    if (spec.type === 'cidrs' && !isCidr(item)) return `holds '${item}', which is no CIDR (write it like 10.0.0.0/8)`;
    if (spec.values !== undefined && !spec.values.includes(item))
      return `holds '${item}', which is not one of ${list(spec.values)}`;
    if (!matches(spec, item)) return `holds '${item}', which does not match /${spec.pattern}/`;
  }
  return new Set(value).size === value.length ? undefined : 'holds an element twice';
}

function findMapProblem(spec: VariationSpec, value: Json): string | undefined {
  if (!isJsonObject(value)) return 'is not a map';
  const entries = Object.entries(value);
  if (spec.maxItems !== undefined && entries.length > spec.maxItems) return `has more than ${spec.maxItems} entries`;
  for (const [key, item] of entries) {
    // JavaScript sees them in every object, and cdk8s takes an object with the latter for a class of its own.
    if (key === '__proto__' || key === 'constructor') return `holds the key '${key}'`;
    if (typeof item !== 'string' || item.length > MAX_TEXT)
      return `holds ${JSON.stringify(item)} under '${key}', which is not a short text`;
    if (!matches(spec, item)) return `holds '${item}' under '${key}', which does not match /${spec.pattern}/`;
  }
  return undefined;
}

function matches(spec: VariationSpec, text: string): boolean {
  return spec.pattern === undefined || new RegExp(`^(?:${spec.pattern})$`, 'u').test(text);
}

function isCidr(text: string): boolean {
  const [, address, prefix] = /^([0-9a-fA-F:.]{2,45})\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  if (address === undefined) return false;
  return (isIPv4(address) && Number(prefix) <= 32) || (isIPv6(address) && Number(prefix) <= 128);
}

function isRegExp(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

function list(values: readonly string[]): string {
  return values.map((value) => `'${value}'`).join(', ');
}
