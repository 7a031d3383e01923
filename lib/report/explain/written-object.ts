import { type ChartFile, isFillProblem, openChartFile, unexplained } from '../../check/chart-files';
import { equalJson } from '../../check/equal-json';
import { ManifestReader } from '../../check/manifest-file';
import type { ChartRecord, ExceptionRecord, TargetRecord } from '../../synth/assembly/assembly';
import type { Assembly } from '../../synth/assembly/read-assembly';
import { patch } from '../../synth/exceptions';
import { ParityError } from '../../template/error';
import { identityKey, identityOf } from '../../template/identity';
import type { Json } from '../../template/json';
import { type TemplateNode, fillNode } from '../../template/node';
import { fromPortable } from '../../template/portable';
import { holdsSecret } from '../../template/secret';
import type { TemplateObject } from '../../template/template';
import { type PatchedTree, patchedTree } from './patched-tree';

/** One object of one environment: as its file has it, and as the template, the values and the exceptions give it. */
export interface WrittenObject {
  readonly file: ChartFile;
  readonly object: TemplateObject;
  readonly node: TemplateNode;
  /** As in the file. @default - the file does not hold it */
  readonly body?: Json;
  /** What the template and the values give. */
  readonly filled: Json;
  /** The same after the exceptions. */
  readonly expected: Json;
  readonly exceptions: readonly ExceptionRecord[];
  /** The origin of every value. */
  readonly tree: PatchedTree;
  /** Whether the file says what is expected. */
  readonly agrees: boolean;
}

/** Reads the files of an assembly as they are asked for, each once, and pairs their objects with the template's. */
export class WrittenObjects {
  private readonly charts = new Map<ChartRecord, { reader: ManifestReader; targets: Map<string, OpenedFile> }>();

  constructor(readonly assembly: Assembly) {}

  /** @throws PARITY_UNEXPLAINED when the file cannot be read, or its values do not fill the template */
  open(chart: ChartRecord, target: TargetRecord): OpenedFile {
    const known = this.charts.get(chart) ?? { reader: new ManifestReader(), targets: new Map<string, OpenedFile>() };
    this.charts.set(chart, known);
    let opened = known.targets.get(target.name);
    if (opened === undefined) {
      const file = openChartFile(this.assembly, chart, target, known.reader);
      if ('failure' in file) throw new ParityError(file.failure);
      known.targets.set(target.name, opened = new OpenedFile(file));
    }
    return opened;
  }
}

/** A chart's file in one target. */
export class OpenedFile {
  private readonly written = new Map<TemplateObject, WrittenObject>();
  private pairs: ReadonlyMap<TemplateObject, Json> | undefined;

  constructor(readonly file: ChartFile) {}

  /** The object of an id that the target's values choose; undefined when they choose none. */
  find(id: string): WrittenObject | undefined {
    const object = this.file.chosen.find((each) => each.id === id);
    return object && this.of(object);
  }

  of(object: TemplateObject): WrittenObject {
    let written = this.written.get(object);
    if (written === undefined) this.written.set(object, written = this.pair(object));
    return written;
  }

  /** The objects of the file that no object of the template explains. */
  strangers(): readonly Json[] {
    const explained = new Set(this.paired().values());
    return this.file.documents.map(({ body }) => body).filter((body) => !explained.has(body));
  }

  private pair(object: TemplateObject): WrittenObject {
    const { exceptions: all } = this.file;
    const exceptions = all.filter((exception) => exception.object === object.id);
    const node = fromPortable(object);
    const filled = this.fill(object, node);
    const expected = this.patched(object, filled, exceptions);
    const body = this.paired().get(object);
    return {
      file: this.file, object, node, body, filled, expected, exceptions, tree: patchedTree(filled, exceptions),
      agrees: body !== undefined && equalJson(body, expected),
    };
  }

  /** By identity, so that an object that was added or taken away by hand does not shift all others. */
  private paired(): ReadonlyMap<TemplateObject, Json> {
    if (this.pairs !== undefined) return this.pairs;
    const byIdentity = new Map<string, Json[]>();
    for (const { body } of this.file.documents) {
      const key = identityKey(identityOf(body));
      const same = byIdentity.get(key);
      if (same === undefined) byIdentity.set(key, [body]);
      else same.push(body);
    }
    const pairs = new Map<TemplateObject, Json>();
    for (const object of this.file.chosen) {
      const exceptions = this.file.exceptions.filter((exception) => exception.object === object.id);
      const expected = this.patched(object, this.fill(object, fromPortable(object)), exceptions);
      const body = byIdentity.get(identityKey(identityOf(expected)))?.shift();
      if (body !== undefined) pairs.set(object, body);
    }
    return this.pairs = pairs;
  }

  private fill(object: TemplateObject, node: TemplateNode): Json {
    try {
      return fillNode(node, this.file.evaluate);
    } catch (cause) {
      throw this.unfillable(object, cause);
    }
  }

  private patched(object: TemplateObject, filled: Json, exceptions: readonly ExceptionRecord[]): Json {
    return exceptions.reduce((body: Json, exception) => {
      const patched = patch(body, exception.patch);
      if ('body' in patched) return patched.body;
      throw new ParityError(unexplained(`${this.file.record.file} > ${object.id}`, 'an exception does not apply',
        holdsSecret(object.body) ? undefined : patched.problem));
    }, filled);
  }

  private unfillable(object: TemplateObject, cause: unknown): unknown {
    if (!isFillProblem(cause)) return cause;
    return new ParityError(unexplained(`${this.file.record.file} > ${object.id}`,
      'the values of parity.json do not fill the template', cause.message), { cause });
  }
}
