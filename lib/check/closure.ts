import type { ChartRecord } from '../synth/assembly/assembly';
import type { Assembly } from '../synth/assembly/read-assembly';
import { type ParityFailure, sortFailures } from '../template/error';
import { formatPath } from '../template/json';
import { CompiledTemplate } from '../template/template';
import { type ChartFile, type Finding, isFillProblem, openChartFile, unexplained } from './chart-files';
import { findUnexplainedDifferences } from './cross-compare';
import { findFalseClaims } from './index-claims';
import { findUnkept } from './kept-configs';
import { ManifestReader } from './manifest-file';
import { findUnfilled } from './refill';
import { SecretInputs } from './secret-inputs';

export interface ClosureOptions {
  /**
   * One proof alone: `manifests` compares the written files with each other, `refill` each with its template.
   * @default - both
   */
  readonly proof?: 'manifests' | 'refill';
  /** The charts to look at; what the index says of all of them is held against all of them. @default - all charts */
  readonly charts?: readonly ChartRecord[];
}

/**
 * Proves that environments differ only by what was declared (guarantee 2), and that no placeholder was left (8).
 *
 * Nothing rests on file digests: whoever edited a file may have recomputed them. Linear in the size of the assembly.
 *
 * @returns `PARITY_UNEXPLAINED` failures that name file, object and path; none when all is explained
 */
export function findUnexplained(assembly: Assembly, options: ClosureOptions = {}): ParityFailure[] {
  const charts = options.charts ?? assembly.index.charts;
  const failures = findFalseClaims(assembly.index, charts);
  const reader = new ManifestReader();
  const secrets = new SecretInputs(assembly.index);
  for (const chart of charts) {
    reader.forgetDocuments();
    failures.push(...checkChart(assembly, chart, options, reader, secrets));
  }
  return sortFailures(failures);
}

function checkChart(
  assembly: Assembly, chart: ChartRecord, { proof }: ClosureOptions, reader: ManifestReader,
  secrets: SecretInputs,
): ParityFailure[] {
  const targets = assembly.index.environments.flatMap((environment) => environment.targets);
  const opened = targets.map((target) => openChartFile(assembly, chart, target, reader, secrets));
  const files = opened.filter((file): file is ChartFile => 'documents' in file);
  const broken = opened.filter((file): file is Finding => 'failure' in file);
  try {
    const template = new CompiledTemplate(chart.template);
    const residue = files.flatMap(findResidueIn);
    const refilled = proof === 'manifests' ? [] : files.flatMap((file) => findUnfilled(file, template));
    // What refilling found is said better there: it knows which of the two environments is wrong.
    const said = new Set(refilled.map(({ target, object }) => JSON.stringify([target, object])));
    const isSaid = (target: string, object: string | undefined) =>
      said.has(JSON.stringify([target, object]))
      || (object === undefined && refilled.some((finding) => finding.target === target));
    const differing = proof === 'refill' ? [] : findUnexplainedDifferences(files)
      .filter(({ target, against, object }) => !isSaid(target, object) && !isSaid(against ?? target, object));
    const unkept = findUnkept(assembly, chart, targets, files, reader);
    return [...broken, ...residue, ...refilled, ...differing, ...unkept].map(({ failure }) => failure);
  } catch (cause) {
    if (!isFillProblem(cause)) throw cause;
    return [unexplained(`parity.json > ${chart.id}`, 'the template is broken', cause.message)];
  }
}

function findResidueIn({ target, record, documents, chosen }: ChartFile): Finding[] {
  return documents.flatMap(({ residue }, i) => residue.map(({ path, reason }): Finding => ({
    target: target.name,
    failure: {
      code: 'PARITY_LOST', message: `${reason} reached the manifest`,
      where: [record.file, chosen[i]?.id, formatPath(path)].filter(Boolean).join(' > '),
      fix: 'do not cut, encode or recase a value that differs between environments; use a derivation instead',
    },
  })));
}
