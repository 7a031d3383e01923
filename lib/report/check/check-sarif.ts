import { createHash } from 'node:crypto';
import type { Location, Log, ReportingDescriptor, Result } from 'sarif';
import type { CheckFinding } from '../../check/rule';
import { RULES } from '../../check/rules';
import { VERSION } from '../../synth/version';
import { printable } from '../printable';
import { ASSEMBLY_RULE, type CheckReport } from './check-report';
import { locationOf } from './finding-location';

/** What readers accept: GitHub refuses a run with more. */
const MOST_RESULTS = 25_000;
/** The base of paths inside an assembly that lies outside the repository; where that is, no report says. */
const ELSEWHERE = 'ASSEMBLY';

/**
 * A check as SARIF 2.1.0, for code scanning of GitHub, Azure DevOps and others.
 *
 * Fingerprints name what is wrong, not the line it stands on, so that a finding stays the same while code moves.
 */
export function checkSarif(report: CheckReport): Log {
  const rules = descriptorsOf(report);
  const seen = new Map<string, number>();
  const results = report.findings.slice(0, MOST_RESULTS).map((finding) => {
    const key = fingerprintOf(finding);
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return resultOf(finding, report, rules, `${key}:${nth}`);
  });
  const rest = report.findings.length - results.length;
  const isElsewhere = results.some(({ locations }) =>
    locations?.[0].physicalLocation?.artifactLocation?.uriBaseId !== undefined);
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'cdk8s-parity', version: VERSION, rules } },
      columnKind: 'utf16CodeUnits',
      invocations: [{
        executionSuccessful: report.rules.length > 0,
        ...(rest === 0 ? {} : { toolExecutionNotifications: [{
          level: 'warning',
          message: { text: `${rest} more findings were left out: parity check --format json has all` },
        }] }),
      }],
      ...(isElsewhere
        ? { originalUriBaseIds: { [ELSEWHERE]: { description: { text: 'the folder of the assembly' } } } } : {}),
      results,
      properties: { summary: report.summary },
    }],
  };
}

function descriptorsOf({ rules, findings }: CheckReport): ReportingDescriptor[] {
  if (rules.length > 0) return descriptors(new Set(rules));
  const text = 'the assembly is missing, truncated or altered';
  return [{ id: ASSEMBLY_RULE, shortDescription: { text }, help: { text: 'Run parity synth again.' },
    defaultConfiguration: { level: 'error' } }, ...descriptors(new Set(findings.map(({ rule }) => rule)))];
}

function descriptors(ids: ReadonlySet<string>): ReportingDescriptor[] {
  return RULES.filter(({ id }) => ids.has(id)).map(({ id, what, why, fix, severity }) => ({
    id, shortDescription: { text: what }, fullDescription: { text: `${what}: ${why}` },
    help: { text: `Why: ${why}. Fix: ${fix}.`, markdown: `**Why:** ${why}.\n\n**Fix:** ${fix}.` },
    defaultConfiguration: { level: severity },
  }));
}

function resultOf(
  finding: CheckFinding, { paths }: CheckReport, rules: readonly ReportingDescriptor[], fingerprint: string,
): Result {
  const { code, message, where, got, expected, fix } = finding.failure;
  const { file, line, isElsewhere } = locationOf(finding, paths);
  const fields = Object.entries({ where, got, expected, fix })
    .flatMap(([name, text]) => (text === undefined || text === '' ? [] : [`${name}: ${printable(text)}`]));
  const location: Location = {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file), ...(isElsewhere ? { uriBaseId: ELSEWHERE } : {}) },
      ...(line === undefined ? {} : { region: { startLine: line } }),
    },
    ...(where === undefined || where === '' ? {} : { logicalLocations: [{ fullyQualifiedName: printable(where) }] }),
  };
  return {
    ruleId: finding.rule,
    ruleIndex: rules.findIndex(({ id }) => id === finding.rule),
    level: finding.severity,
    message: { text: [`${code}: ${printable(message)}`, ...fields].join('\n') },
    locations: [location],
    partialFingerprints: { 'parityFinding/v1': fingerprint },
  };
}

/** A relative reference (RFC 3986): every step encoded, so that none is read as a scheme, a query or a climb. */
function uriOf(file: string): string {
  return file.split('/').map((step) => encodeURIComponent(step.replace(/\p{Surrogate}/gu, '\ufffd'))).join('/');
}

function fingerprintOf({ rule, failure: { code, message, where = '' }, source }: CheckFinding): string {
  const line = source === undefined ? '' : ` (${source.file}:${source.line})`;
  const place = where.endsWith(line) ? where.slice(0, where.length - line.length) : where;
  return createHash('sha256').update(JSON.stringify([rule, code, message, place])).digest('hex').slice(0, 32);
}
