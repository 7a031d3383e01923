import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readReportedFailures } from '../../lib/cli/reported-failures';
import { synth } from '../../lib/cli/synth';
import { terminalOf } from '../../lib/cli/terminal';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';

const temporary = temporaryFolders();

function read(content: string) {
  const file = join(temporary(), 'failures.json');
  writeFileSync(file, content);
  return readReportedFailures(file);
}

/** What a program may leave that is no failure of any version. */
const MALFORMED = ['', 'nothing', '{', 'null', '5', '{}', '[null]', '[{}]', '["x"]', '[[]]', '[{"code":5}]',
  '[{"code":"PARITY_X"}]', '[{"code":"","message":"x"}]', '[{"code":"X","message":"x","where":5}]',
  '[{"code":"X","message":"x","fix":null}]', '[{"code":"X","message":["x"]}]'];

test.each(MALFORMED)('no failure is read from %s', (content) => {
  expect(read(content)).toEqual([]);
});

test('failures are kept, whatever stands beside them, with the fields that failures have', () => {
  const failure = { code: 'PARITY_LOCKED', message: 'a probe', where: 'here' };
  const whole = { ...failure, got: '1', expected: '2', fix: '3' };
  const left = [null, { ...failure, extra: [1] }, { ...failure, got: 1 }, whole];
  expect(read(JSON.stringify(left))).toEqual([failure, whole]);
});

test('without a file there are none', () => {
  expect(readReportedFailures(join(temporary(), 'none.json'))).toEqual([]);
});

test.each(['[null]', '[{"code":"X","message":"x","where":5}]'])(
  'a program that leaves %s is told by its exit code, in every format', async (content) => {
    const folder = temporary();
    const program = join(folder, 'program.js');
    writeFileSync(program, `require('fs').writeFileSync(process.env.PARITY_FAILURES_FILE, ${JSON.stringify(content)});
      process.exit(3);`);
    for (const format of ['text', 'json'] as const) {
      const written = { out: '', err: '' };
      const stream = (name: 'out' | 'err') =>
        terminalOf({ write: (text: string) => { written[name] += text; return true; } }, {});
      const code = await synth({ format, app: `${process.execPath} ${program}`, output: join(folder, 'dist') },
        { out: stream('out'), err: stream('err') });
      expect(code).toBe(1);
      expect(`${written.out}${written.err}`).toMatch(/PARITY_PROGRAM[^]*exit code 3/);
    }
  });
