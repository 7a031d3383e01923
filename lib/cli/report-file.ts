import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import { ParityError } from '../template/error';
import { writeDurably } from './write-durably';

/**
 * A file that a command is asked to write, looked at before the work is done.
 *
 * @throws PARITY_BAD_ARGUMENT when it is a folder, or its folder is none
 */
export class ReportFile {
  private readonly path: string;
  /** `/dev/stdout` and pipes are written to; there is nothing to rename. */
  private readonly isSpecial: boolean;

  /**
   * @param named as it was typed
   * @param as the option that names it, what it is, and a name that it could have
   */
  constructor(
    private readonly named: string,
    private readonly as = { option: '--out', what: 'the report', example: 'report.html' },
  ) {
    if (named.trim() === '' || named.includes('\0')) {
      throw this.refused('no file name', `name a file:  ${as.option} ${as.example}`);
    }
    const folder = dirname(resolve(named));
    const [file, above] = [kindOf(resolve(named)), kindOf(folder)];
    if (file === 'folder' || named.endsWith('/')) {
      throw this.refused('a folder', `name a file in it:  ${as.option} ${join(named, as.example)}`);
    }
    if (above === 'nothing') {
      throw this.refused('a file in a folder that does not exist', `make the folder:  mkdir -p ${folder}`);
    }
    if (above !== 'folder') throw this.refused('a file in what is no folder', 'name another folder');
    this.isSpecial = file === 'special';
    // Through a link, so that what it names is replaced and not the link.
    this.path = file === 'file' ? realpathSync(named) : resolve(named);
  }

  /**
   * Writes the file aside, then puts it in its place: who reads it meanwhile sees the former one, or this one.
   *
   * @throws PARITY_BAD_ARGUMENT when it cannot be written
   */
  write(content: string): void {
    const aside = join(dirname(this.path), `.${basename(this.path)}.${randomBytes(6).toString('hex')}.tmp`);
    try {
      if (this.isSpecial) writeFileSync(this.path, content);
      else {
        writeDurably(aside, content);
        renameSync(aside, this.path);
      }
    } catch (cause) {
      rmSync(aside, { force: true });
      const { code, message } = cause as NodeJS.ErrnoException;
      if (code === undefined) throw cause;
      throw this.refused(message, 'choose a place that can be written', cause);
    }
  }

  private refused(got: string, fix: string, cause?: unknown): ParityError {
    return new ParityError({
      code: 'PARITY_BAD_ARGUMENT', message: `${this.as.what} cannot be written`, where: `${this.as.option} ${this.named}`, got,
      fix,
    }, { cause });
  }
}

function kindOf(path: string): 'nothing' | 'file' | 'folder' | 'special' {
  const stat = (() => {
    try {
      return statSync(path, { throwIfNoEntry: false });
    } catch {
      return undefined;
    }
  })();
  if (stat === undefined) return 'nothing';
  return stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : 'special';
}
