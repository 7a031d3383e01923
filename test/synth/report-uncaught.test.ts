import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportUncaught } from '../../lib/synth/report-uncaught';
import { ParityError, ParityErrors } from '../../lib/template/error';
import { temporaryFolders } from './fixtures/temporary-folder';

const temporary = temporaryFolders();
const failure = { code: 'PARITY_LOCKED', message: 'a probe cannot differ between environments' } as const;

/** What is handed over, and what is printed, when nobody catches an error. */
function uncaught(error: unknown): { readonly handed?: unknown; readonly printed: string } {
  const file = join(temporary(), 'failures.json');
  let printed = '';
  const spies = [
    jest.spyOn(process, 'exit').mockImplementation((() => undefined) as never),
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => { printed += String(text); return true; }),
  ];
  process.env.PARITY_FAILURES_FILE = file;
  const once = jest.spyOn(process, 'once').mockImplementation(((_: string, listener: (error: unknown) => void) => {
    listener(error);
    return process;
  }) as never);
  try {
    reportUncaught();
  } finally {
    delete process.env.PARITY_FAILURES_FILE;
    for (const spy of [...spies, once]) spy.mockRestore();
  }
  return existsSync(file) ? { handed: JSON.parse(readFileSync(file, 'utf8')), printed } : { printed };
}

test.each([new ParityError(failure), new ParityErrors([failure])])('failures are handed over', (error) => {
  expect(uncaught(error)).toEqual({ handed: [failure], printed: '' });
});

test.each([
  ['an error of somebody else', new Error('why')],
  ['a failure without a code', Object.assign(new Error('why'), { name: 'ParityError', failure: { message: 'x' } })],
  ['failures that are none', Object.assign(new Error('why'), { name: 'ParityErrors', failures: [null] })],
  ['no failures', Object.assign(new Error('why'), { name: 'ParityErrors', failures: [] })],
])('%s is printed with its stack', (_, error) => {
  const { handed, printed } = uncaught(error);
  expect(handed).toBeUndefined();
  expect(printed).toContain('why\n    at ');
});
