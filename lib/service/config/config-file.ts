import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Construct } from 'constructs';
import { MAX_BYTES } from '../../environment/config-map-content';
import type { Fact } from '../../environment/facts';
import { callSite, callingPackage } from '../../environment/source-location';
import { ParityError } from '../../template/error';
import { findResidue, mayHoldMarker } from '../../template/marker';
import { tooLarge } from './config-size';
import { type Delimiters, type TemplateFormat, findTemplateProblems, fillTemplate } from './file-template';
import { hasText } from './has-text';

/** A value for a template: fixed, a variation or a fact. */
export type FileValue = string | number | boolean | Fact<boolean>;

/** How a template is read. */
export interface FillOptions {
  /**
   * `json` and `yaml` write each value as that format does, quotes included, and hold each environment's file against
   * it; `text` writes it as it is, and refuses what could end a text or a line.
   * @default 'text'
   */
  readonly format?: TemplateFormat;
  /** What stands around a name. @default ['{{', '}}'] */
  readonly delimiters?: Delimiters;
}

/** What a folder's file holds, ready for a ConfigMap. */
export interface FileData {
  readonly name: string;
  readonly text?: string;
  /** In base64. */
  readonly binary?: string;
  /** In bytes, as far as they are the same everywhere. */
  readonly bytes: number;
  /** How the text is held against its format in every environment. @default - it is free text */
  readonly format?: Exclude<TemplateFormat, 'text'>;
}

interface Fill { readonly values: Readonly<Record<string, FileValue>>; readonly options: FillOptions }

/** A file of the repository, read when the service that it is for is built. */
export class ConfigFile {
  /** @internal */
  constructor(
    private readonly path: string,
    private readonly source: string | undefined,
    private readonly given?: Fill,
  ) {}

  /**
   * The file as a template: `{{ name }}` becomes the value of that name in each environment.
   *
   * What it names and what it is given must be the same names.
   */
  filledWith(values: Readonly<Record<string, FileValue>>, options: FillOptions = {}): ConfigFile {
    return new ConfigFile(this.path, this.source, { values, options });
  }

  /**
   * Reads the file.
   *
   * @throws PARITY_CONFIG_FILE when it cannot be read, or is no text but a template
   * @throws PARITY_CONFIG_SIZE when no ConfigMap can hold it
   * @throws PARITY_CONFIG_TEMPLATE when its names are not those of its values
   * @internal
   */
  read(scope: Construct, name: string): FileData {
    const bytes = this.bytes(scope);
    const text = textOf(bytes);
    if (this.given === undefined) {
      const common = { name, bytes: bytes.length };
      return text === undefined ? { ...common, binary: bytes.toString('base64') } : { ...common, text };
    }
    if (text === undefined) throw this.refused(scope, 'bytes that are no text', 'only a text can be a template');
    const { values, options: { format = 'text', delimiters } } = this.given;
    const problems = [
      ...findTemplateProblems(text, Object.keys(values), delimiters),
      // Of anything else JSON has a form, or none, that nobody meant.
      ...Object.entries(values).filter(([, value]) => !hasText(value))
        .map(([key]) => `a value '${key.slice(0, 40)}' that is no text, number or truth value`),
    ];
    if (problems.length > 0) {
      throw new ParityError({
        code: 'PARITY_CONFIG_TEMPLATE', message: 'a template and its values do not fit', where: this.where(scope),
        got: problems.join('; '), fix: 'give each name of the template a value, and no other',
      });
    }
    const filled = fillTemplate(text, values, format, delimiters);
    return { name, text: filled, bytes: bytes.length, ...(format === 'text' ? {} : { format }) };
  }

  private bytes(scope: Construct): Buffer {
    if (!isAbsolute(this.path)) {
      throw this.refused(scope, 'a relative path, and no package.json above the file that names it',
        'name it from that file: join(__dirname, ...)');
    }
    try {
      const stat = statSync(this.path);
      if (!stat.isFile()) throw this.refused(scope, 'no file', 'name each file: a folder is a key of configFiles');
      // Before it is read: nobody needs gigabytes in memory to be told that they are too many.
      if (stat.size > MAX_BYTES) throw tooLarge(this.where(scope), this.path, stat.size);
      return readFileSync(this.path);
    } catch (cause) {
      if (cause instanceof ParityError) throw cause;
      const isAway = (cause as NodeJS.ErrnoException).code === 'ENOENT';
      throw this.refused(scope, isAway ? 'no such file' : (cause as Error).message.slice(0, 200),
        isAway ? 'correct the path: it counts from the folder of package.json' : 'name a file that can be read', cause);
    }
  }

  private refused(scope: Construct, got: string, fix: string, cause?: unknown): ParityError {
    return new ParityError({
      code: 'PARITY_CONFIG_FILE', message: 'a file cannot be put into a configuration', where: this.where(scope),
      got: `${this.path}: ${got}`, fix,
    }, { cause });
  }

  private where(scope: Construct): string {
    return [scope.node.path, this.source].filter(Boolean).join(' ');
  }
}

/**
 * A file of the repository, for a service's `configFiles`.
 *
 * It is read at synth, and the hash in the ConfigMap's name is of what it says: a change of the file rolls the service.
 * What is no UTF-8 text is carried as bytes.
 *
 * @param path absolute, or relative to the folder of the `package.json` that the calling file belongs to: the same
 * whatever the current folder is, also for compiled code. A package of constructs in `node_modules` names its own files
 * by `join(__dirname, ...)`
 */
export function fromFile(path: string): ConfigFile {
  const root = isAbsolute(path) ? undefined : callingPackage();
  return new ConfigFile(root === undefined ? path : join(root, path), callSite());
}

/** Text that a ConfigMap's `data` can carry as it is; undefined for bytes. */
function textOf(bytes: Buffer): string | undefined {
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
  // What looks like the rest of a placeholder would be refused as one; a file cannot hold any.
  const isPlain = !/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text);
  return isPlain && !(mayHoldMarker(text) && findResidue(text) !== undefined) ? text : undefined;
}
