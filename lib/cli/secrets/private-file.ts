import { randomBytes } from 'node:crypto';
import {
  existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { ParityError } from '../../template/error';
import { git } from '../diff/git';
import { writeDurably } from '../write-durably';

/** Only the owner reads it: the file, and a folder that is made for it. */
const [FILE_MODE, FOLDER_MODE] = [0o600, 0o700];

/** A file with values of secrets, which no commit can take along. */
export class PrivateFile {
  private constructor(private readonly path: string, private readonly named: string) {}

  /**
   * @param assembly the folder that synth replaces, and that is handed on
   * @throws PARITY_UNSAFE_SECRETS_FILE when git tracks it, or would, when it is a link, or part of the assembly
   */
  static async at(named: string, assembly: string): Promise<PrivateFile> {
    const path = resolve(named);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat !== undefined && !stat.isFile()) {
      throw unsafe(named, 'a link, a folder or a device', 'name a file of its own');
    }
    // Where it is, whatever leads there: git judges the file and not the name.
    const folder = existing(dirname(path));
    const real = join(realpathSync(folder), path.slice(folder.length));
    if (real.startsWith(`${realpathSync(assembly)}${sep}`)) {
      throw unsafe(named, 'a file of the assembly, which synth replaces', 'name one outside of it');
    }
    await checkGit(named, realpathSync(folder), real);
    return new PrivateFile(real, named);
  }

  /** Its text; undefined while there is none. @throws PARITY_UNSAFE_SECRETS_FILE when it cannot be read */
  read(): string | undefined {
    if (!existsSync(this.path)) return undefined;
    try {
      return readFileSync(this.path, 'utf8');
    } catch (cause) {
      throw unsafe(this.named, (cause as Error).message, 'mend its rights', cause);
    }
  }

  /** Whether nobody else may read it: it may have been there before. */
  isPrivate(): boolean {
    return process.platform === 'win32' || (lstatSync(this.path).mode & 0o077) === 0;
  }

  /** Replaces it as a whole: killed on the way, the former one stays. @throws PARITY_UNSAFE_SECRETS_FILE */
  write(text: string): void {
    const aside = join(dirname(this.path), `.${basename(this.path)}.${randomBytes(6).toString('hex')}`);
    try {
      mkdirSync(dirname(this.path), { recursive: true, mode: FOLDER_MODE });
      mkdirSync(aside, { mode: FOLDER_MODE });
      // What ignores the file need not ignore its neighbours, which stay when this is killed.
      writeFileSync(join(aside, '.gitignore'), '*\n');
      const whole = join(aside, 'values');
      writeDurably(whole, text, FILE_MODE);
      renameSync(whole, this.path);
    } catch (cause) {
      throw unsafe(this.named, (cause as Error).message, 'choose a place that can be written', cause);
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
  }
}

/** Refuses what could be committed. A folder that no repository holds is nobody's but the user's. */
async function checkGit(named: string, folder: string, path: string): Promise<void> {
  const top = await git(folder, ['rev-parse', '--show-toplevel']);
  if (!top.isGood) {
    if (/not a git repository/i.test(top.message)) return;
    throw unsafe(named, `git does not answer: ${top.message.split('\n')[0]}`, 'mend git, which says what is ignored');
  }
  if ((await git(folder, ['ls-files', '--error-unmatch', '--', path])).isGood) {
    throw unsafe(named, 'a file that git tracks', `git rm --cached ${named}, and treat its former values as known`);
  }
  if ((await git(folder, ['check-ignore', '-q', '--', path])).isGood) return;
  throw unsafe(named, 'a file that git does not ignore', `add a line to .gitignore, such as  ${ignored(named)}`);
}

function ignored(named: string): string {
  const folder = dirname(named);
  return folder === '.' ? basename(named) : `${folder}/`;
}

/** The nearest folder above that there is. */
function existing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
}

function unsafe(where: string, got: string, fix: string, cause?: unknown): ParityError {
  return new ParityError({
    code: 'PARITY_UNSAFE_SECRETS_FILE', message: 'values of secrets cannot be kept in this file', where, got, fix,
  }, { cause });
}
