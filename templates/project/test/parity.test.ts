import { ParitySnapshot } from 'cdk8s-parity/testing';
import { build } from '../main';

test('environments differ only by what was declared, and plain cdk8s gives the same manifests', () => {
  expect(build).toBeInParity();
});

const { index } = build().render();

// One snapshot for each service: the template once, then a column for each environment. A new service adds its own.
test.each(index.charts.map((chart) => [chart.id, chart] as const))('%s', (_, chart) => {
  expect(new ParitySnapshot({ ...index, charts: [chart] })).toMatchSnapshot();
});
