/** Loaded into a measured node program where the system has no GNU time: writes its own peak memory at its end. */
import * as fs from 'node:fs';

const file = process.env.BENCH_PEAK_FILE;
if (file !== undefined) {
  process.on('exit', () => fs.writeFileSync(file, String(process.resourceUsage().maxRSS)));
}
