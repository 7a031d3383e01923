import { terminalOf, writeFailures } from '../../lib/cli/terminal';

function recorder(stream: { isTTY?: boolean; columns?: number } = {}, env: NodeJS.ProcessEnv = {}) {
  const written: string[] = [];
  const terminal = terminalOf({ ...stream, write: (text: unknown) => written.push(String(text)) > 0 }, env);
  return { terminal, text: () => written.join('') };
}

describe('colours', () => {
  const cases: readonly [string, boolean | undefined, NodeJS.ProcessEnv, boolean][] = [
    ['a terminal', true, {}, true],
    ['a pipe', undefined, {}, false],
    ['a terminal with NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['a terminal with an empty NO_COLOR', true, { NO_COLOR: '' }, true],
    ['a dumb terminal', true, { TERM: 'dumb' }, false],
    ['a pipe with FORCE_COLOR', undefined, { FORCE_COLOR: '1' }, true],
    ['a terminal with FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
    ['FORCE_COLOR against NO_COLOR', true, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ];

  test.each(cases)('for %s', (_, isTTY, env, expected) => {
    expect(recorder({ isTTY }, env).terminal.style.bad('x').includes('\u001b')).toBe(expected);
  });
});

test('the width is the terminal\'s, within reason', () => {
  expect([undefined, 10, 90, 10_000].map((columns) => recorder({ columns }).terminal.width)).toEqual([
    120, 40, 90, 200,
  ]);
});

test('failures are written in their form, and counted', () => {
  const { terminal, text } = recorder();
  writeFailures(terminal, [
    { code: 'PARITY_A', message: 'first', where: 'here', fix: 'do this' },
    { code: 'PARITY_B', message: 'second' },
  ]);
  expect(text()).toBe('PARITY_A: first\n  where:    here\n  fix:      do this\n\nPARITY_B: second\n\n2 failures\n');
});

test('what a failure quotes cannot steer the terminal', () => {
  const { terminal, text } = recorder();
  writeFailures(terminal, [{ code: 'PARITY_A', message: 'm', got: '\u001b]0;title\u0007\r\u009b2J\u202e' }]);
  expect(text()).toContain('\\u001b]0;title\\u0007\\u000d\\u009b2J\\u202e');
});
