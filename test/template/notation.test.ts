import type { Expression, InterpolatePart } from '../../lib/template/expression';
import { describeExpression, describeInputs } from '../../lib/template/notation';

const domain: Expression = { op: 'fact', path: ['domain'] };
const size: Expression = { op: 'variation', name: 'size' };
const part = (value: Expression): InterpolatePart => ({ value, as: 'text' });
const text = (...parts: InterpolatePart[]): Expression => ({ op: 'interpolate', parts });
const inMebibytes = (round: 'exact' | 'ceil' = 'exact'): Expression => ({ op: 'unit', of: size, to: 'Mi', round });

test.each<[string, Expression]>([
  ['https://shop.<env.domain>/a', text('https://shop.', part(domain), '/a')],
  ['<env.domain>/<size>', text(part(domain), '/', part(size))],
  ['env.domain', text(part(domain))],
  ['env.domain', text('env.domain')],
  ['size in Mi', text(part(inMebibytes()), 'Mi')],
  ['size in Mi (ceil)', text(part(inMebibytes('ceil')), 'Mi')],
  ['-Xmx<unit(size, Mi)>m', text('-Xmx', part(inMebibytes()), 'm')],
  ['<unit(size, Mi)>m', text(part(inMebibytes()), 'm')],
  ['lookup(size, a: http://<env.domain>)', { op: 'lookup', of: size, table: { a: text('http://', part(domain)) } }],
  ['max(size, env.domain)', { op: 'max', of: [size, domain] }],
])('reads as %s', (notation, expression) => {
  expect(describeExpression(expression)).toBe(notation);
});

test('what must not be told is told by its inputs alone', () => {
  expect(describeInputs(text('secret-', part(domain)))).toBe('interpolate of env.domain');
});
