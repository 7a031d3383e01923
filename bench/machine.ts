import * as os from 'node:os';

/** What the figures were measured on; without it they cannot be compared with others. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** Load average of the last minute at the start: above zero, others were using the machine. */
  readonly load: number;
}

export function describeMachine(): Machine {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.version,
    load: Math.round((os.loadavg()[0] ?? 0) * 10) / 10,
  };
}

export function machineText({ cpu, cores, memoryGb, system, node, load }: Machine): string {
  return `${cpu}, ${cores} cores, ${memoryGb} GiB, ${system}, Node ${node}, load ${load} at the start`;
}
