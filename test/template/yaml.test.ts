import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { type Json, setOwn } from '../../lib/template/json';
import { emitYaml } from '../../lib/template/yaml';
import { expectExact } from './expect-exact';
import { anyJson, anyText } from './yaml-arbitraries';
import { runs } from '../runs';

describe('what is written reads back exactly, with YAML 1.1 and 1.2', () => {
  test('any JSON', () => {
    fc.assert(fc.property(anyJson, expectExact), { numRuns: runs(1000, 250) });
  });

  test('any text as value, key, item and document', () => {
    fc.assert(fc.property(anyText, anyText, (text, key) => {
      const map: Record<string, Json> = { first: text, list: [text, [text, text], { inner: text }] };
      setOwn(map, key, { [text === '__proto__' ? 'other' : text]: text });
      expectExact([map, text]);
      expectExact(text);
    }), { numRuns: runs(1500, 350) });
  });

  test('any short mix of words, digits and YAML\'s marks', () => {
    const piece = fc.constantFrom('a', '1', 'on', ' ', ':', '#', '-', '?', '"', '\'', '\\', '\n', '\t', '.', ',', '|',
      '>', '[', ']', '{', '}', '&', '*', '!', '%', '@', '`', '=', '<', '~', '_', '+', 'e', 'x', 'ü', '\u3000');
    fc.assert(fc.property(fc.array(piece, { maxLength: 7 }).map((pieces) => pieces.join('')), (text) => {
      expectExact({ value: text, [text]: [text], last: { [text]: { deep: text } } });
    }), { numRuns: runs(3000, 700) });
  });

  test('any number', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => expectExact({ n, list: [n] })));
    fc.assert(fc.property(fc.maxSafeInteger(), (n) => expectExact([n])));
    for (const n of [1e21, -1e21, 1.5e300, 5e-324, 1e-7, 1e20, 2 ** 53, Number.MAX_VALUE]) expectExact([n, { n }]);
  });

  test('keys beyond the length of an implicit key', () => {
    for (const length of [997, 998, 999, 1000, 1001, 1022, 1023, 1024, 1025, 5000]) {
      for (const character of ['k', '\n', '"', ':', '\u{1f600}']) {
        const key = character.repeat(length);
        expectExact({ [key]: 1, next: { [key]: { a: 'x\ny\n', b: [1] } }, list: [{ [key]: [[1]] }, { [key]: {} }] });
      }
    }
  });

  test('several documents', () => {
    fc.assert(fc.property(fc.array(anyJson, { minLength: 1, maxLength: 5 }), (documents) => {
      expect(JSON.stringify(loadAll(emitYaml(documents)))).toBe(JSON.stringify(documents));
      expect(emitYaml(documents)).toBe(documents.map((document) => emitYaml([document])).join('---\n'));
    }), { numRuns: runs(300, 80) });
  });
});

const WORKLOAD: readonly Json[] = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'api', annotations: {} },
    spec: {
      replicas: 2,
      template: {
        spec: {
          containers: [{
            name: 'api',
            image: 'registry.example.com:5000/shop/api@sha256:9f86d081',
            args: ['--port=8080', '-v', 'echo "hi" # all', 'say: $(POD_NAME)'],
            env: [{ name: 'DEBUG', value: 'off' }, { name: 'PORT', value: '8080' }, { name: 'EMPTY', value: '' }],
            resources: { limits: { memory: '256Mi', cpu: '1' } },
            volumeMounts: [],
          }],
        },
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    data: {
      'app.conf': 'server {\n\tlisten 80;\n\n  root /srv;\n}\n',
      'motd.txt': '  hello\nthere',
      'trap.txt': 'ends in a space \nsee?\n',
      n: '{"ready":true}',
    },
    binaryData: null,
  },
];

const WORKLOAD_TEXT = `\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  annotations: {}
spec:
  replicas: 2
  template:
    spec:
      containers:
        - name: api
          image: registry.example.com:5000/shop/api@sha256:9f86d081
          args:
            - --port=8080
            - -v
            - 'echo "hi" # all'
            - "say: $(POD_NAME)"
          env:
            - name: DEBUG
              value: "off"
            - name: PORT
              value: "8080"
            - name: EMPTY
              value: ""
          resources:
            limits:
              memory: 256Mi
              cpu: "1"
          volumeMounts: []
---
apiVersion: v1
kind: ConfigMap
data:
  app.conf: |
    server {
    \tlisten 80;

      root /srv;
    }
  motd.txt: |2-
      hello
    there
  trap.txt: "ends in a space \\nsee?\\n"
  "n": '{"ready":true}'
binaryData: null
`;

describe('how it reads', () => {
  test('a Deployment and its ConfigMap', () => {
    expect(emitYaml(WORKLOAD)).toBe(WORKLOAD_TEXT);
  });

  test.each([
    'nginx', 'a b', 'a  b', 'a#b', '/healthz', './run', '$(NAME)', 'http://a/b?c=d#e', '256Mi', '30s',
    '-c', '--x=1', 'it\'s', 'say "hi"', 'C:\\x', '\\d', '^/api/(.*)$', 'a{b},[c]', 'yesterday', 'Grüße', '日本語', '😀',
  ])('%j stands plain', (text) => {
    expect(emitYaml([[text]])).toBe(`- ${text}\n`);
  });

  test.each([
    '', ' a', 'a ', 'a: b', 'a #b', 'a:', '- a', '-', '---', '...', '?', '? a', '*a', '&a', '!a', '%a', '@a', '`a',
    '{a', '[a', '|', '>', '~', '=', '<<', 'y', 'Off', 'TRUE', 'null', '0', '017', '0o7', '0x1f', '1_000', '1:30', '1e3',
    'e1234567', '-E5',
    '.5', '.inf', '-.INF', '.NaN', '+1', '2001-12-14', '2001-12-14T21:59:43Z', '10.0.0.1', '1.2.3', '50%',
  ])('%j is quoted', (text) => {
    expect(emitYaml([[text]])).toBe(`- "${text}"\n`);
  });

  test.each([
    ['"a" b', `'"a" b'`], ['"it\'s"', '"\\"it\'s\\""'], ['a\tb', '"a\\tb"'], ['a\rb', '"a\\rb"'], ['\0', '"\\u0000"'],
    ['a\u0085b', '"a\\u0085b"'], ['a\u00a0b', '"a\\u00a0b"'], ['a\u2028b', '"a\\u2028b"'], ['\ufeffa', '"\\ufeffa"'],
    ['a\u202eb', '"a\\u202eb"'], ['\u{e0041}', '"\\U000e0041"'], ['\n', '"\\n"'], ['\n\n', '"\\n\\n"'],
    ['a \nb', '"a \\nb"'], ['a\n ', '"a\\n "'], ['a\r\nb', '"a\\r\\nb"'], ['a\u0007\nb', '"a\\u0007\\nb"'],
  ])('%j is escaped or single quoted', (text, written) => {
    expect(emitYaml([[text]])).toBe(`- ${written}\n`);
  });

  test.each([
    ['a\n', '|\n  a\n'], ['a\nb', '|-\n  a\n  b\n'], ['a\n\n', '|+\n  a\n\n'], ['\na\n', '|\n\n  a\n'],
    [' a\nb', '|2-\n   a\n  b\n'], ['\n a\nb\n', '|2\n\n   a\n  b\n'], ['\ta\nb', '|2-\n  \ta\n  b\n'],
    ['a\n\tb\n\n\nc: #\n', '|\n  a\n  \tb\n\n\n  c: #\n'],
  ])('%j is a block scalar', (text, written) => {
    expect(emitYaml([[text]])).toBe(`- ${written}`);
  });

  test('a key beyond the limit of implicit keys is explicit', () => {
    const key = 'k'.repeat(1001);
    expect(emitYaml([{ a: { [key]: { b: 1 } } }])).toBe(`a:\n  ? ${key}\n  :\n    b: 1\n`);
  });
});

describe('what cannot be written', () => {
  test.each([NaN, Infinity, -Infinity])('%d', (value) => {
    expect(() => emitYaml([{ value }])).toThrow(TypeError);
  });

  test.each(['\ud800', 'a\udc00b', '\udc00\ud800', 'line\n\ud800\n'])('the lone surrogate in %j', (text) => {
    expect(() => emitYaml([{ text }])).toThrow(TypeError);
    expect(() => emitYaml([{ [text]: 1 }])).toThrow(TypeError);
  });

  test.each([undefined, 1n, Symbol('s'), () => 1])('what is not JSON: %p', (value) => {
    expect(() => emitYaml([{ value }] as unknown as Json[])).toThrow(TypeError);
    expect(() => emitYaml([value] as unknown as Json[])).toThrow(TypeError);
  });

  test('minus zero is written as JSON does', () => {
    expect(emitYaml([[-0]])).toBe('- 0\n');
  });

  test('no documents are no text', () => {
    expect(emitYaml([])).toBe('');
  });
});

test('a shared object is written twice, never as an alias', () => {
  const shared = { a: [1] };
  expect(emitYaml([{ x: shared, y: shared }])).toBe('x:\n  a:\n    - 1\n"y":\n  a:\n    - 1\n');
});

test('long runs of spaces, colons and line breaks cost linear time', () => {
  for (const character of [' ', ':', '\n', '#', '\t', ' #', 'a ', 'a\n', 'a:']) {
    const text = `a${character.repeat(300_000)}\u0001`;
    expect(emitYaml([{ text }]).length).toBeGreaterThan(text.length);
  }
}, 10_000);
