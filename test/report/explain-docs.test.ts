import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../../examples/online-boutique/main';
import { type Question, explain } from '../../lib/report/explain/explain';
import { explainFact, explainVariation } from '../../lib/report/explain/explain-input';
import { ExplainSession } from '../../lib/report/explain/explain-session';
import { explanationLines } from '../../lib/report/explain/explanation-lines';
import { assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import { narrowed, selectCharts } from '../../lib/synth/assembly/select-charts';
import { formatFailure } from '../../lib/template/error';
import { failuresOf } from '../environment/fixtures/probe';

const document = readFileSync(join(__dirname, '../../docs/explain.md'), 'utf8');
const blocks = [...document.matchAll(/^```console\n\$ parity explain (.*)\n([^]*?)\n```$/gm)]
  .map(([, asked, said]) => [asked, said] as const);
const same = (text: string) => text;
const style = { good: same, bad: same, dim: same, bold: same };

/** What the command prints of the flagship. */
function outputOf(asked: string): string {
  const [first, second, ...rest] = asked.split(' ').map((word) => word.replaceAll("'", ''));
  const whole = assemblyInMemory(build().render());
  const session = (...charts: string[]) => new ExplainSession(narrowed(whole, selectCharts(whole.index, charts)));
  const answer = () => {
    if (first === '--variation') return explainVariation(session(), second);
    if (first === '--fact') return explainFact(session(), second);
    if (second === '--chart') return explain(session(...rest), { environment: first });
    return explain(session(), { environment: first, object: second, path: rest[0] } as Question);
  };
  try {
    return explanationLines(answer(), { width: 120, style }).join('\n');
  } catch {
    return `${failuresOf(answer).map(formatFailure).join('\n\n')}\n\n1 failure`;
  }
}

/** Lines of the examples' sources move; what is said of them does not. */
const withoutLines = (text: string) => text.replace(/\.ts:\d+/g, '.ts:N').replace(/…$/gm, '');

test('docs/explain.md has examples', () => expect(blocks.length).toBeGreaterThan(6));

test.each(blocks)('docs/explain.md shows what parity explain %s says', (asked, said) => {
  expect(withoutLines(outputOf(asked))).toBe(withoutLines(said));
});
