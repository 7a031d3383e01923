import fc from 'fast-check';
import { findResidue, markerText, mayHoldMarker, parseMarker, splitMarkers } from '../../lib/template/marker';

const marker = markerText('t', '00a');
const forms = fc.constantFrom('v', 't', 'j', 'd') as fc.Arbitrary<'v' | 't' | 'j' | 'd'>;
const ids = fc.stringMatching(/^[0-9a-z]{3,12}$/);

/** A residue is of use only when the cheap test lets it through. */
function residueOf(text: string): string | undefined {
  return mayHoldMarker(text) ? findResidue(text) : undefined;
}

test('a whole marker is read back by its form and id', () => {
  fc.assert(fc.property(forms, ids, (form, id) => expect(parseMarker(markerText(form, id))).toEqual({ form, id })));
});

test('text around a marker is no whole marker', () => {
  expect(parseMarker(`${marker} `)).toBeUndefined();
  expect(parseMarker(marker + marker)).toBeUndefined();
  expect(parseMarker(`${marker}\n`)).toBeUndefined();
});

test('text is split into literal pieces and markers, in order, and nothing is lost', () => {
  const pieces = fc.array(fc.oneof(fc.stringMatching(/^[a-z .:/-]{1,8}$/), fc.record({ form: forms, id: ids })), {
    maxLength: 8,
  });
  fc.assert(fc.property(pieces, (parts) => {
    const text = parts.map((part) => (typeof part === 'string' ? part : markerText(part.form, part.id))).join('');
    const split = splitMarkers(text);
    expect(split.map((part) => (typeof part === 'string' ? part : markerText(part.form, part.id))).join('')).toBe(text);
    expect(split.filter((part) => typeof part !== 'string')).toEqual(parts.filter((part) => typeof part !== 'string'));
  }));
});

test.each([
  ['toUpperCase', (text: string) => text.toUpperCase()],
  ['toLowerCase', (text: string) => text.toLowerCase()],
  ['a DNS name', (text: string) => text.toLowerCase().replace(/[^a-z0-9-]/g, '')],
  ['a DNS name with dashes', (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-')],
  ['a file name', (text: string) => text.replace(/[^\w.-]/g, '_')],
  ['percent encoding', encodeURIComponent],
  ['hex', (text: string) => Buffer.from(text).toString('hex')],
  ['upper-case hex', (text: string) => Buffer.from(text).toString('hex').toUpperCase()],
  ['base64', (text: string) => Buffer.from(text).toString('base64')],
  ['base64, shifted by one', (text: string) => Buffer.from(`x${text}`).toString('base64')],
  ['base64, shifted by two', (text: string) => Buffer.from(`xy${text}`).toString('base64')],
  ['base64url', (text: string) => Buffer.from(text).toString('base64url')],
  ['base64 inside a document', (text: string) => Buffer.from(`{"auths":{"${text}":1}}`).toString('base64')],
  ['reversal', (text: string) => [...text].reverse().join('')],
])('%s of a marker leaves residue that is found', (_, damage) => {
  expect(residueOf(damage(`${marker}`))).toBeDefined();
  expect(residueOf(damage(`before-${marker}-after`))).toBeDefined();
});

test.each([...'.-_/:,='])('both ends of a marker that was split at %s are found', (character) => {
  const pieces = marker.split(character);
  expect(pieces.length).toBeGreaterThan(1);
  expect(residueOf(pieces[0])).toBeDefined();
  expect(residueOf(pieces.at(-1) as string)).toBeDefined();
});

test('what is cut from either end, or out of the middle, is found while five characters of an end remain', () => {
  for (let cut = 5; cut < marker.length; cut++) {
    expect([cut, residueOf(`a-${marker.slice(0, cut)}`)]).toEqual([cut, expect.any(String)]);
    expect([cut, residueOf(`${marker.slice(-cut)}-z`)]).toEqual([cut, expect.any(String)]);
    expect([cut, residueOf(marker.slice(0, cut) + marker.slice(cut + 1))]).toEqual([cut, expect.any(String)]);
  }
});

test.each(['NaN', 'NaNMi', '-NaN', 'NaN%', '"NaN"', '[object Object]', 'x-[object Object]'])('%s is found', (text) => {
  expect(residueOf(text)).toBeDefined();
});

test('ordinary text is no residue', () => {
  for (const text of [
    '', 'Nancy', 'banana', 'a NaN value means nothing was measured', 'maxqk', 'object', 'kqx', 'sha256:5a71586b',
  ]) {
    expect([text, residueOf(text)]).toEqual([text, undefined]);
  }
});

test('a long certificate in base64 is no residue, however unlucky', () => {
  // Case-folded, four or five letters in a row occur by chance in any file of some kilobytes.
  for (const unlucky of ['zQxJ', 'JxQZ', 'kQXjZ', 'ZJxqK', '9xqK', 'kqxT']) {
    const certificate = `LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t${'QUJDREVGR0hJSktMTU5PUFFS'.repeat(20)}${unlucky}${'c3R1dnd4eXo'.repeat(20)}`;
    expect([unlucky, residueOf(certificate)]).toEqual([unlucky, undefined]);
  }
});

test('fragments of a marker are found in long text as well', () => {
  for (const piece of [
    marker.slice(0, 20),
    marker.slice(-20),
    marker.toLowerCase(),
    marker.replace(/[^A-Za-z0-9]/g, ''),
  ]) {
    expect(residueOf(`${'some text '.repeat(200)}${piece}${' and more'.repeat(200)}`)).toBeDefined();
  }
});
