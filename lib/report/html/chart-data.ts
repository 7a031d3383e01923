import { choiceIn } from '../../check/choices';
import { type SecretInputs, factKey } from '../../check/secret-inputs';
import type { ChartRecord, Place, TargetRecord, VariationRecord } from '../../synth/assembly/assembly';
import { SECRET_VALUE } from '../../template/secret';
import { nameOf } from '../summary';
import { PathNamer } from './path-namer';
import type { AlternativeData, ChartData, DeclarationData, VariationData } from './report-data';
import { TextTable, ValueTable } from './text-table';

const LONGEST_EXPRESSION = 200;

/** The tables that all parts of a report share. */
export class ReportTables {
  readonly texts = new TextTable();
  readonly values = new ValueTable();
  readonly declarations: DeclarationData[] = [];
  private readonly declared = new Map<string, number>();

  declaration(declaration: DeclarationData): number {
    const key = Object.values(declaration).join();
    const known = this.declared.get(key);
    if (known !== undefined) return known;
    this.declared.set(key, this.declarations.length);
    return this.declarations.push(declaration) - 1;
  }
}

/** How the places of a chart are told. */
interface ToldPlaces {
  readonly paths: PathNamer;
  /** By key of the place. */
  readonly expressions: ReadonlyMap<string, string>;
}

/** One chart as data of a report. */
export class ChartWriter {
  constructor(
    private readonly tables: ReportTables,
    private readonly targets: readonly TargetRecord[],
    private readonly secrets: SecretInputs,
    /** Rows by fact. */
    private readonly facts: ReadonlyMap<string, number>,
  ) {}

  write(chart: ChartRecord): ChartData {
    const { texts } = this.tables;
    const told: ToldPlaces = { paths: new PathNamer(chart.template.objects), expressions: this.notationsOf(chart) };
    return {
      id: texts.add(chart.id),
      class: texts.add(chart.class),
      owner: texts.add(chart.owner),
      digest: texts.add(chart.templateDigest),
      objects: chart.template.objects.map(({ id }) => texts.add(id)),
      variations: chart.variations.map((variation) => this.variation(chart, variation, told)),
      facts: chart.facts.flatMap(({ path, places }) => {
        const index = this.facts.get(factKey(path));
        return index === undefined ? [] : [[index, this.places(places, told)] as const];
      }),
      alternatives: chart.alternatives.map((alternative) => this.alternative(chart, alternative)),
    };
  }

  private variation(
    chart: ChartRecord, variation: VariationRecord, told: ToldPlaces,
  ): VariationData {
    const { texts, values } = this.tables;
    const display = this.secrets.hasVariation(chart, variation.name) ? SECRET_VALUE : undefined;
    const records = this.targets.map(({ name }) => {
      const target = Object.hasOwn(chart.targets, name) ? chart.targets[name] : undefined;
      return target !== undefined && Object.hasOwn(target.values, variation.name)
        ? target.values[variation.name] : undefined;
    });
    return {
      of: this.tables.declaration({
        name: texts.add(variation.name), type: texts.add(variation.type), why: texts.add(variation.why),
        owner: texts.add(variation.owner ?? chart.owner), default: values.add(variation.default, display),
        // What a Secret may hold is as secret as what it holds.
        bounds: texts.add(display === undefined ? boundsOf(variation) : undefined),
        source: texts.add(variation.source),
      }),
      values: records.map((record) => values.add(record?.value, display)),
      set: records.map((record) => (record?.from === 'overlay' ? texts.add(record.source ?? 'an overlay') : -1)),
      places: this.places(variation.places, told),
    };
  }

  private places(places: readonly Place[], { paths, expressions }: ToldPlaces): number[] {
    const { texts } = this.tables;
    return places.flatMap((place) => {
      const expression = expressions.get(placeKey(place));
      return [
        texts.add(place.object),
        texts.add(place.path.length === 0 ? '(whether there is one)' : paths.describe(place)),
        expression === undefined ? -1 : texts.add(expression),
      ];
    });
  }

  /** How values of a place are computed; of what is hidden, only from what. */
  private notationsOf(chart: ChartRecord): Map<string, string> {
    return new Map(chart.derivations.map(({ place, expression }) =>
      [placeKey(place), cut(this.secrets.describe(chart, place, expression))]));
  }

  private alternative(chart: ChartRecord, { of, branches }: ChartRecord['alternatives'][number]): AlternativeData {
    const { texts } = this.tables;
    return {
      by: texts.add(nameOf(of)),
      branches: Object.entries(branches).map(([name, ids]) =>
        [texts.add(name), ids.map((id) => texts.add(id))] as const),
      chosen: this.targets.map((target) => texts.add(choiceIn(of, chart, target))),
    };
  }
}

function cut(text: string): string {
  return text.length <= LONGEST_EXPRESSION ? text : `${text.slice(0, LONGEST_EXPRESSION)}…`;
}

function placeKey({ object, path }: Place): string {
  return JSON.stringify([object, ...path]);
}

/** What a variation's value may be, in one line. */
export function boundsOf({ type, min, max, pattern, values, maxItems }: VariationRecord): string | undefined {
  const range = min === undefined && max === undefined ? '' : `${min ?? '…'} to ${max ?? '…'}`;
  const parts = [
    range,
    values === undefined ? '' : `${type === 'oneOf' ? '' : 'of '}${values.join(' or ')}`,
    pattern === undefined ? '' : `/${pattern}/`,
    maxItems === undefined ? '' : `at most ${maxItems}`,
  ].filter(Boolean);
  return parts.length === 0 ? undefined : parts.join(', ');
}
