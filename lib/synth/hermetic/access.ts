import type { ParityFailure } from '../../template/error';

/** What a program may not depend on while it describes manifests. */
export type ImpureSource = 'clock' | 'randomness' | 'network' | 'environment' | 'time zone' | 'machine';

/** One read of an impure source, before anybody decided whether it counts. */
export interface Access {
  readonly source: ImpureSource;
  /** What was called or read, as an author would write it; never a value. */
  readonly got: string;
  /** The environment variable; undefined when all of them were listed. */
  readonly variable?: string;
}

/** Reports an access; it throws where letting the access happen would be worse (the network). */
export type Note = (access: Access) => void;

const reads: Record<ImpureSource, string> = {
  'clock': 'a construct reads the clock',
  'randomness': 'a construct uses randomness',
  'network': 'a construct uses the network',
  'environment': 'a construct reads an undeclared environment variable',
  'time zone': 'a construct depends on the time zone of the machine',
  'machine': 'a construct depends on the machine or the folder that it runs in',
};

const fixes: Record<ImpureSource, string> = {
  'clock': 'leave it out: manifests that change with time are never the same twice',
  'randomness': 'derive the value from the construct, for example with Names.toDnsLabel(this)',
  'network': 'download the file once, commit it and read it from the repository',
  'environment': 'declare a variation or a fact, or name it in allowEnv of ParityApp if it cannot change manifests',
  'time zone': 'use the UTC methods (getUTCHours, toISOString), an explicit offset or an explicit timeZone',
  'machine': 'name files relative to the module (__dirname), and what differs as a fact of the environment',
};

export function impure(access: Access, where: string): ParityFailure {
  const { source, got, variable } = access;
  const listed = source === 'environment' && variable === undefined;
  return {
    code: 'PARITY_IMPURE',
    message: listed ? 'a construct reads all environment variables' : reads[source],
    where,
    got,
    fix: fixes[source],
  };
}
