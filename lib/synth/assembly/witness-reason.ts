/** Why an assembly without the witness is not releasable: the one reason that `witnessed` says as well. */
export const NOT_WITNESSED = 'it was not witnessed: run parity synth --witness';

/** What else keeps an assembly from being released. */
export function withoutWitnessReason(notReleasable: readonly string[]): readonly string[] {
  return notReleasable.filter((reason) => reason !== NOT_WITNESSED);
}
