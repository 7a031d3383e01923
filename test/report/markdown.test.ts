import { details, fenced, fit, leftOut, markdownCode, markdownText, tableRow } from '../../lib/report/markdown';

const MARKUP = ['|', '`', '<b>', '[a](b)', '*a*', '_a_', '_A_', '\\', '#1', '@a', '&amp;', '~~a~~', '!', '$x$', '{a}', '"',
  "'"];
test.each(MARKUP)(
  'text is only text: %s', (text) => {
    expect(markdownText(`a ${text} b`).replaceAll(/&#\d+;/g, '')).not.toMatch(/[|`<>[\]*_\\!~${}#&@"']/);
  });

test('a mention, a reference and a link stay text', () => {
  expect(markdownText('ask @team of #12 at https://evil.test or WWW.evil.test')).toBe(
    'ask &#64;&#8203;team of &#35;&#8203;12 at https&#58;//evil.test or WWW&#46;evil.test');
});

test.each([
  ['2', '`2`'], ['a > b', '`a > b`'], ['<b>', '<code>&#60;b&#62;</code>'], ['', '` `'], [' ', '` `'],
  ['a|b\\', '<code>a&#124;b&#92;</code>'],
  ['a`b', '<code>a&#96;b</code>'], [' a', '<code> a</code>'],
  ['a\n\nb', '<code>a&#92;u000a&#92;u000ab</code>'],
  ['@team|https://evil.test', '<code>&#64;team&#124;https&#58;&#47;&#47;evil&#46;test</code>'],
])('code shows %j and ends no cell', (text, code) => {
  expect(markdownCode(text)).toBe(code);
});

test.each([markdownText, markdownCode])('neither line ends nor what steers a terminal is in %p', (write) => {
  expect(write('a\r\n\u202eb\u0007\u2028c')).not.toMatch(/[\u0000-\u001f\u2028-\u202e]/);
  expect(write('x'.repeat(1e6)).length).toBeLessThan(200);
});

test('a block of code is not ended by what is in it', () => {
  expect(fenced('diff', '```\nx\u202e')).toBe('````diff\n```\nx\\u202e\n````');
});

test('what does not fit is counted', () => {
  const { lines, size, rest } = fit(['aa', 'bb', 'cc'], 7);
  expect([lines, size, rest]).toEqual([['aa', 'bb'], 6, 1]);
  expect(leftOut(rest, 'row', '`x` has all')).toEqual(['… 1 more row than fit here: `x` has all.']);
  expect(leftOut(1200, 'row', '`x` has all')).toEqual(['… 1,200 more rows than fit here: `x` has all.']);
  expect(leftOut(0, 'row', '')).toEqual([]);
});

test('tables and folded lines', () => {
  expect(tableRow(['a', 'b'])).toBe('| a | b |');
  expect(details('title', ['x']).join('\n')).toBe('<details>\n<summary>title</summary>\n\nx\n\n</details>');
});
