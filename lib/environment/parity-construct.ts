import { Construct } from 'constructs';
import { sessionOf } from './session';

declare const nested: unique symbol;

/** Tells the type of an overlay that a field holds a construct whose own variations are addressed below it. */
export interface Nested { readonly [nested]: true }

/**
 * The base class of constructs that declare variations or use facts.
 *
 * Its variations are public readonly fields and are addressed under the name of the field that holds the construct:
 * `api.replicas` for the variation `replicas` of the construct in the chart's field `api`.
 *
 * @throws PARITY_NO_APP when it is not below a `ParityApp`.
 */
export class ParityConstruct extends Construct implements Nested {
  declare readonly [nested]: true;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    sessionOf(this).born(this);
  }
}
