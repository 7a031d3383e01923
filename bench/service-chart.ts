import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';

import type { EnvironmentValues, ServiceFacts } from './service';
import { addServiceObjects, plainValues } from './service-objects';

export interface ServiceChartProps {
  readonly service: ServiceFacts;
  readonly environment: EnvironmentValues;
}

/** One service for one environment, as a user of plain cdk8s writes it: the environment is a prop. */
export class ServiceChart extends Chart {
  constructor(scope: Construct, id: string, props: ServiceChartProps) {
    super(scope, id);
    addServiceObjects(this, props.service, plainValues(props.environment));
  }
}
