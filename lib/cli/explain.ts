import { explain } from '../report/explain/explain';
import { explainFact, explainVariation } from '../report/explain/explain-input';
import { ExplainSession } from '../report/explain/explain-session';
import type { Explanation } from '../report/explain/explanation';
import { explanationLines } from '../report/explain/explanation-lines';
import { ParityError } from '../template/error';
import { type Output, answer, writeJson } from './answer';
import { EXIT } from './exit-code';
import { openAssembly } from './open-assembly';
import type { AssemblyOptions } from './options';

export interface ExplainOptions extends AssemblyOptions {
  readonly format: 'text' | 'json';
  /** Explains a variation instead of a place. @default - a place is explained */
  readonly variation?: string;
  /** Explains a fact instead of a place. @default - a place is explained */
  readonly fact?: string;
}

export interface ExplainArguments { readonly environment?: string; readonly object?: string; readonly path?: string }

/** Explains what was asked for. Gives the exit code: 1 where a file is not what its template gives. */
export function explainCommand(asked: ExplainArguments, options: ExplainOptions, output: Output): Promise<number> {
  return answer(options.format, output, () => {
    checkArguments(asked, options);
    const session = new ExplainSession(openAssembly(options));
    const explanation = answerTo(session, asked, options);
    const { out } = output;
    if (options.format === 'json') writeJson(out, explanation);
    else out.write(`${explanationLines(explanation, out).join('\n')}\n`);
    return explanation.ok ? EXIT.clean : EXIT.found;
  });
}

function answerTo(
  session: ExplainSession, { environment = '', object, path }: ExplainArguments, { variation, fact }: ExplainOptions,
): Explanation {
  if (variation !== undefined) return explainVariation(session, variation);
  if (fact !== undefined) return explainFact(session, fact);
  return explain(session, { environment, object, path });
}

/** @throws PARITY_BAD_ARGUMENT when it is not plain what is asked */
function checkArguments({ environment }: ExplainArguments, { variation, fact }: ExplainOptions): void {
  const option = variation !== undefined ? '--variation' : fact !== undefined ? '--fact' : undefined;
  if ((environment === undefined) === (option !== undefined)) return;
  throw new ParityError({
    code: 'PARITY_BAD_ARGUMENT', message: 'parity explain needs either an environment or an option',
    got: option === undefined ? 'neither' : `${option} and '${environment}'`,
    fix: option === undefined ? 'parity explain production Deployment/checkout spec.replicas'
      : `leave the environment out: ${option} shows all of them`,
  });
}
