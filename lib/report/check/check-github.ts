import type { CheckFinding, Severity } from '../../check/rule';
import { printable } from '../printable';
import type { CheckReport } from './check-report';
import { locationOf } from './finding-location';
import { plural } from '../words';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };
/** GitHub shows ten of a kind for each step; more only make the log long. */
const MOST = 100;

/**
 * A check as workflow commands of GitHub Actions, which shows them beside the lines they name.
 *
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function checkGithub(report: CheckReport): string[] {
  const shown = report.findings.slice(0, MOST);
  const rest = report.findings.length - shown.length;
  return [
    ...shown.map((finding) => commandOf(finding, report)),
    ...(rest === 0 ? [] : [command('notice', { title: 'parity check' },
      `${plural(rest, 'more finding')}: parity check --format json has all`)]),
    command(report.ok ? 'notice' : 'error', { title: 'parity check' }, report.summary),
  ];
}

function commandOf(finding: CheckFinding, { paths }: CheckReport): string {
  const { code, message, where, got, expected, fix } = finding.failure;
  const { file, line } = locationOf(finding, paths);
  const fields = Object.entries({ where, got, expected, fix })
    .flatMap(([name, text]) => (text === undefined || text === '' ? [] : [`${name}: ${printable(text)}`]));
  const properties = { file, ...(line === undefined ? {} : { line: String(line) }), title: code };
  return command(COMMANDS[finding.severity], properties, [printable(message), ...fields].join('\n'));
}

function command(name: string, properties: Readonly<Record<string, string>>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(printable(value))}`).join(',');
  return `::${name} ${list}::${escapeData(message)}`;
}

/** As the runner reads it: an end of line would begin another command. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
