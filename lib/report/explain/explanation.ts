import type { ExceptionRecord } from '../../synth/assembly/assembly';
import type { StandInRecord } from '../../environment/stand-in';
import type { VariationSpec } from '../../environment/variation';
import type { Expression } from '../../template/expression';
import type { Json, Path } from '../../template/json';

/** What `parity explain` answers: plain data, which is also its JSON form (docs/explain.md). */
export interface Explanation {
  /** False when a written file and its template disagree. */
  readonly ok: boolean;
  readonly explanations: readonly Explained[];
}

export type Explained = PlaceExplanation | FieldsExplanation | ObjectsExplanation | VariationExplanation
  | FactExplanation | KeptExplanation;

/** An object in one environment, or in clusters of it in which all that is said is the same. */
export interface ObjectHead {
  readonly targets: readonly string[];
  /** The files, below the assembly's folder, in the order of `targets`. */
  readonly files: readonly string[];
  readonly chart: string;
  readonly class: string;
  readonly owner?: string;
  /** Its id in the template: `Deployment/checkout-api`. */
  readonly object: string;
  /** Kind and name as written, all of them where clusters have several. @default - they are those of `object` */
  readonly written?: string;
  readonly construct: string;
  /** Why it is part of this environment. @default - it is part of all */
  readonly when?: readonly ConditionExplanation[];
}

export interface ConditionExplanation {
  /** What chooses: `env.capabilities.gateway`. */
  readonly of: string;
  readonly is: string;
  readonly inputs: readonly Input[];
  /** @default - the branch is no stand-in */
  readonly standIn?: Omit<StandInRecord, 'of'>;
}

/** One value of a written file, and what it is from. */
export interface PlaceExplanation extends ObjectHead {
  readonly kind: 'place';
  readonly path: Path;
  /** The path as people write it. */
  readonly at: string;
  /** As in the file. @default - the file has none there, or it is a Secret's */
  readonly value?: Json;
  /** True for a value of a Secret, which is never shown. */
  readonly hidden?: true;
  /** Who wrote the value: nothing when the template does not give it. */
  readonly from: 'template' | 'placeholder' | 'exception' | 'nothing';
  /** How a placeholder's value is computed; also of the value that an exception replaces. */
  readonly computation?: Computation;
  /** Where in the computed value this is: the element of a list, the entry of a map. @default - all of it */
  readonly within?: Path;
  /** Which elements of which lists this belongs to, outermost first. @default - it stands in no repeated list */
  readonly elements?: readonly ElementOf[];
  /** The variations and facts that it is computed from. */
  readonly inputs: readonly Input[];
  /** The name in artifacts.json of an image's digest. @default - it is no image, or named by hand */
  readonly artifact?: string;
  /** Those that changed something here. */
  readonly exceptions: readonly ExceptionExplanation[];
  /** What the template gives where an exception replaced it. */
  readonly without?: Json;
  readonly standIns?: readonly Omit<StandInRecord, 'of'>[];
  /** Whether the file says what the template and the values give. */
  readonly agrees: boolean;
  /** What they give, where the file says something else. @default - nothing */
  readonly expected?: Json;
  /** The same place in the other environments and clusters, in promotion order. */
  readonly others: readonly OtherValue[];
}

export interface ElementOf {
  /** The list: `sources`. */
  readonly of: string;
  /** From 0. */
  readonly index: number;
  readonly count: number;
}

export interface OtherValue {
  readonly target: string;
  readonly value?: Json;
  /** Why there is none: the object or the field is not there. */
  readonly absent?: 'object' | 'field';
  readonly inputs: readonly InputValue[];
  /** True when an exception changed it there. */
  readonly exception?: true;
}

export type ExceptionExplanation = Omit<ExceptionRecord, 'patch' | 'target' | 'object'>;

/** A variation's or fact's value in one target. */
export interface InputValue {
  /** `replicas`, or `env.domain`. */
  readonly name: string;
  readonly value?: Json;
  readonly hidden?: true;
  readonly from: 'default' | 'overlay' | 'environment';
  /** File and line: of the default, the overlay, or the environment. */
  readonly source?: string;
}

/** The same, with what was declared. */
export interface Input extends InputValue {
  readonly variation?: VariationDeclaration;
}

export interface VariationDeclaration extends VariationSpec { readonly source?: string }

/** How a value came about, with the values of every step. */
export interface Computation {
  readonly op: Expression['op'];
  /** `scale(memory, 0.5)`; of a Secret only its inputs. */
  readonly notation: string;
  /** A derivation in words: `memory times 0.5`. @default - it is no derivation */
  readonly words?: string;
  /** @default - it is a Secret's */
  readonly value?: Json;
  /** The name of an input. @default - it is a derivation or a literal */
  readonly input?: string;
  /** What a derivation is computed from. */
  readonly of?: readonly Computation[];
  /** The pieces of a text, in order; together they are the value. */
  readonly parts?: readonly TextPart[];
  /** The places of an embedded document, or of the content that a hash is of. */
  readonly document?: readonly DocumentPlace[];
}

export interface TextPart {
  readonly text: string;
  /** @default - the text is fixed by the template */
  readonly of?: Computation;
}

export interface DocumentPlace {
  readonly path: Path;
  readonly at: string;
  readonly of: Computation;
  /** The entry of a map that is merged into the document. @default - all of its value */
  readonly within?: Path;
}

/** The placeholders of an object, or below one of its fields. */
export interface FieldsExplanation extends ObjectHead {
  readonly kind: 'fields';
  readonly path: Path;
  readonly at: string;
  readonly fields: readonly Field[];
  /** How many values are fixed by the template: the same in all environments. */
  readonly fixed: number;
  readonly exceptions: readonly ExceptionExplanation[];
  readonly agrees: boolean;
  /** Where the file says something else than the template. */
  readonly disagreements: readonly string[];
}

export interface Field {
  readonly path: Path;
  readonly at: string;
  readonly value?: Json;
  readonly hidden?: true;
  readonly from: 'placeholder' | 'exception' | 'removed';
  /** `replicas`, `scale(memory, 0.5)`; also what an exception replaced. @default - no placeholder wrote it */
  readonly notation?: string;
  /** The names of its variations and facts. */
  readonly inputs: readonly string[];
}

/** The objects of an environment, by chart. */
export interface ObjectsExplanation {
  readonly kind: 'objects';
  readonly targets: readonly string[];
  readonly charts: readonly ChartObjects[];
}

export interface ChartObjects {
  readonly chart: string;
  readonly class: string;
  readonly owner?: string;
  readonly objects: readonly {
    readonly object: string;
    readonly construct: string;
    /** How many of its places hold a placeholder. */
    readonly placeholders: number;
    readonly exceptions: number;
    /** What chose it: `env.capabilities.gateway is true`. */
    readonly when?: string;
  }[];
  /** ConfigMaps of former releases. @default - none is kept */
  readonly kept?: readonly { readonly object: string; readonly releases: readonly string[] }[];
}

/** A ConfigMap of former releases, which a rollback needs and no template gives. */
export interface KeptExplanation {
  readonly kind: 'kept';
  readonly targets: readonly string[];
  readonly files: readonly string[];
  readonly chart: string;
  readonly class: string;
  readonly owner?: string;
  /** Kind and name, as written. */
  readonly object: string;
  /** Its name without the hash. */
  readonly configMap: string;
  /** The releases that had it, oldest first. */
  readonly releases: readonly string[];
  /** What it holds, by name. */
  readonly keys: readonly string[];
  /** Whether the file holds it, and what it holds is what its name says. */
  readonly agrees: boolean;
}

/** A variation of one chart, and every place it fills. */
export interface VariationExplanation {
  readonly kind: 'variation';
  readonly chart: string;
  readonly class: string;
  readonly name: string;
  readonly declaration: VariationDeclaration;
  readonly values: readonly (InputValue & { readonly target: string })[];
  readonly places: readonly FilledPlace[];
}

/** A fact, and every place it fills in all charts. */
export interface FactExplanation {
  readonly kind: 'fact';
  readonly name: string;
  readonly path: readonly string[];
  readonly values: readonly (InputValue & { readonly target: string })[];
  readonly places: readonly FilledPlace[];
}

export interface FilledPlace {
  readonly chart: string;
  readonly object: string;
  readonly construct: string;
  /** Empty when it chooses the object. */
  readonly path: Path;
  readonly at: string;
  /** Whether it is the value, goes into one, chooses the object, or gives a list's elements or a map's entries. */
  readonly how: 'value' | 'derivation' | 'choice' | 'repeat' | 'merge';
  readonly notation: string;
  /** A derivation in words. */
  readonly words?: string;
  /** What it gives: in each target that has the place. */
  readonly values: readonly PlaceValue[];
}

export interface PlaceValue {
  readonly target: string;
  readonly value?: Json;
  readonly hidden?: true;
  /** True when an exception changed it there. */
  readonly exception?: true;
}
