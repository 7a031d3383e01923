import { YAML11_SCHEMA, load } from 'js-yaml';
import { parse } from 'yaml';
import type { Json } from '../../lib/template/json';
import { emitYaml } from '../../lib/template/yaml';

/** What every kind of reader makes of a document, as JSON text; `__proto__` keys and key order count. */
function readBack(text: string): string[] {
  return [
    load(text),
    load(text, { schema: YAML11_SCHEMA }),
    parse(text, { version: '1.1', prettyErrors: false }),
    parse(text, { version: '1.2', prettyErrors: false }),
  ].map((value) => JSON.stringify(value));
}

export function expectExact(value: Json): void {
  const text = emitYaml([value]);
  const expected = JSON.stringify(value);
  expect(text.endsWith('\n')).toBe(true);
  expect(readBack(text)).toEqual([expected, expected, expected, expected]);
}
