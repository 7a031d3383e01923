import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A Chromium of this machine: `CHROMIUM_PATH`, else what is on the PATH. Nothing is downloaded. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.CHROMIUM_PATH !== undefined && env.CHROMIUM_PATH !== '') return env.CHROMIUM_PATH;
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/bin', '/Applications/Google Chrome.app/Contents/MacOS'];
  return folders.flatMap((folder) => [...NAMES, 'Google Chrome'].map((name) => join(folder, name))).find(existsSync);
}

/**
 * The tests of a browser: run where there is one, and always in CI; elsewhere skipped, with a message.
 *
 * CI has no excuse: `.ci/run` installs Chromium.
 */
export function describeInBrowser(name: string, tests: (browser: () => Browser) => void): void {
  const path = findChromium();
  if (path === undefined && !process.env.CI) {
    console.warn(`${name}: skipped, because no Chromium was found. Install it, or name it in CHROMIUM_PATH.`);
    describe.skip(name, () => tests(() => { throw new Error('no browser'); }));
    return;
  }
  describe(name, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      if (path === undefined) throw new Error('no Chromium on this machine, and CI must test with one: see .ci/run');
      const { chromium } = require('playwright-core') as typeof import('playwright-core');
      // Root has no sandbox, and containers have a small /dev/shm.
      const args = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-dev-shm-usage'] : [];
      browser = await chromium.launch({ executablePath: path, args });
    });
    afterAll(() => browser?.close());
    tests(() => browser as Browser);
  });
}
