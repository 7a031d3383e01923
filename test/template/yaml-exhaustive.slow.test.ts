import { expectExact } from './expect-exact';

test('every text of three characters that numbers, dates and words are made of', () => {
  const alphabet = [...'017.:_-+eExobfnyYtT~ '];
  const two = ['', ...alphabet, ...alphabet.flatMap((a) => alphabet.map((b) => a + b))];
  const texts = [...new Set(two.flatMap((text) => ['', ...alphabet].map((last) => text + last)))];
  expect(texts.length).toBeGreaterThan(9_000);
  expectExact(texts);
  expectExact(Object.fromEntries(texts.map((text) => [text, 0])));
});
