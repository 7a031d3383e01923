import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { htmlReport } from '../../lib/report/html/page';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';
import { describeInBrowser } from './chromium';
import { hostileIndex, manyCharts } from './hostile-index';
import { TODAY, reportIndex } from './report-app';

const root = join(__dirname, '../..');
const temporary = temporaryFolders();
const { FORCE_COLOR: _, ...env } = process.env;
const parity = (...args: string[]) => execFileSync(process.execPath, ['build/lib/cli/main.js', ...args],
  { cwd: root, encoding: 'utf8', stdio: 'pipe', env: { ...env, NO_COLOR: '1' } });

function fileOf(html: string): string {
  const file = join(temporary(), 'report.html');
  writeFileSync(file, html);
  return pathToFileURL(file).href;
}

/** The flagship's report, as its user makes it. */
let flagshipUrl: string | undefined;
function flagship(): string {
  if (flagshipUrl !== undefined) return flagshipUrl;
  const [assembly, file] = [join(temporary(), 'dist'), join(temporary(), 'report.html')];
  parity('synth', '--witness', '--output', assembly);
  parity('report', '--assembly', assembly, '--out', file, '--now', TODAY);
  flagshipUrl = pathToFileURL(file).href;
  return flagshipUrl;
}

describeInBrowser('the report in Chromium', (browser) => {
  let troubles: string[] = [];
  let pages: Page[] = [];

  beforeEach(() => { [troubles, pages] = [[], []]; });
  afterEach(async () => {
    for (const page of pages) await page.context().close();
    // Whatever a test looks at: no request, no error, no violation of the policy, no dialog.
    expect(troubles).toEqual([]);
  });

  async function open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser().newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    pages.push(page);
    const [file] = url.split('#');
    page.on('request', (request) => {
      if (request.url().split('#')[0] !== file) troubles.push(`request: ${request.url()}`);
    });
    page.on('console', (message) => troubles.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => { troubles.push(`dialog: ${dialog.message()}`); void dialog.dismiss(); });
    await page.route('**/*', (route) => (route.request().url().startsWith('file:') ? route.continue() : route.abort()));
    await page.goto(url);
    if (options.javaScriptEnabled !== false) await page.waitForSelector('[data-ready]', { state: 'attached' });
    return page;
  }
  const rows = (page: Page, section: string) => page.locator(`#${section} .list tbody tr`);
  const active = (page: Page) => page.evaluate('document.activeElement.innerText.split("\\n")[0]');

  test('says the verdict, and lists the flagship\'s charts, variations, facts, images and calls', async () => {
    const page = await open(flagship());
    expect(await page.locator('.verdict').innerText())
      .toBe('In parity 13 charts, one template each for local, staging, production.');
    expect(await page.locator('.states').innerText()).toMatch(/^Witnessed [^]*Releasable /);
    const sections = ['matrix', 'variations', 'facts', 'alternatives', 'expiring', 'images', 'removed', 'calls'];
    const counts = await Promise.all(sections.map((section) => rows(page, section).count()));
    expect(counts).toEqual([13, 24, 41, 9, 0, 12, 0, 16]);
    expect(await page.locator('#call-graph .node').count()).toBe(12);
    expect(await page.locator('#call-graph .edge').count()).toBe(16);
    const row = await rows(page, 'variations').filter({ hasText: 'cartservice replicas' }).innerText();
    expect(row.split(/\s*[\t\n]\s*/)).toEqual(['cartservice replicas', 'integer', '1', '2', '3', '1', '1 to 20',
      'visitors per second differ', 'orders · examples/online-boutique/services/cartservice.ts:6', 'fills 1 place']);
  });

  test('says what chooses between branches, what each environment takes, and the objects of each branch', async () => {
    const page = await open(flagship());
    const row = rows(page, 'alternatives').filter({ hasText: 'backings.redis-cart.provisioner' });
    expect(await row.locator('th, td.value').allInnerTexts())
      .toEqual([expect.stringMatching(/^backings\.redis-cart\.provisioner\s/),
        'stateful-set', 'stateful-set', 'managed']);
    const branch = row.locator('details').filter({ hasText: /^stateful-set: \d+ objects/ });
    await branch.locator('summary').click();
    expect(await branch.locator('li').allInnerTexts()).toContain('redis-cart StatefulSet/redis-cart');
    await page.locator('#differing').check();
    await page.locator('#chart-name').fill('redis-cart');
    await page.waitForTimeout(200);
    const left = await rows(page, 'alternatives').locator('.name').allInnerTexts();
    expect(left).toContain('backings.redis-cart.provisioner');
    expect(left).not.toContain('capabilities.mesh');
  });

  test('finds what is typed after a slash, in everything, and shows all again after Escape', async () => {
    const page = await open(flagship());
    await page.keyboard.press('/');
    await page.keyboard.type('cache redis');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('open connections');
    await rows(page, 'variations').nth(1).waitFor({ state: 'detached' });
    expect(await rows(page, 'variations').innerText()).toContain('cartservice memory');
    expect(await rows(page, 'matrix').allInnerTexts()).toEqual([expect.stringContaining('cartservice')]);
    expect(await page.locator('#status').innerText()).toBe('1 chart, 1 variation');
    expect(await page.locator('nav [data-count=matrix]').innerText()).toBe('1 of 13');
    await page.keyboard.press('Escape');
    expect(await rows(page, 'matrix').count()).toBe(13);
  });

  test('finds facts by the places that they fill and by the charts that use them', async () => {
    const page = await open(fileOf(htmlReport(reportIndex(), [], TODAY)));
    const found = async (typed: string) => {
      await page.locator('#search').fill(typed);
      await page.waitForFunction("document.querySelector('#facts tbody tr')", undefined, { timeout: 5000 });
      await page.waitForTimeout(200);
      return Promise.all(['facts', 'matrix'].map((section) => rows(page, section).locator('th').allInnerTexts()
        .then((names) => names.map((name) => name.split(/\s/)[0]))));
    };
    expect(await found('data.DOMAIN')).toEqual([['domain'], ['checkout']]);
    expect(await found('namespace checkout')).toEqual([['namespace'], ['checkout']]);
    expect(await found('containers[main].envFrom')).toEqual([['capabilities.mesh', 'domain', 'paymentUrl'],
      ['payment', 'checkout']]);
  });

  test('shows four environments without a table to scroll, also where a value is long', async () => {
    const { charts, environments: [local, production], ...index } = reportIndex();
    const named = (name: string) => ({
      ...production, name,
      targets: [{ name, facts: { ...production.targets[0].facts, domain: `${name}.${'x'.repeat(150)}.example` } }],
    });
    const environments = [local, production, named('production-eu'), named('production-us-west')];
    const spread = charts.map((chart) => ({
      ...chart,
      targets: Object.fromEntries(environments.map(({ name }) => [name, chart.targets[name] ?? chart.targets.production])),
    }));
    const page = await open(fileOf(htmlReport({ ...index, environments, charts: spread }, [], TODAY)));
    expect(await page.evaluate(`[...document.querySelectorAll('.list .scroll')]
      .filter((it) => it.scrollWidth > it.clientWidth).map((it) => it.ariaLabel)`)).toEqual([]);
    expect(await rows(page, 'facts').filter({ hasText: 'domain' }).first().locator('th').innerText())
      .toMatch(/^domain\s+checkout$/);
  });

  test('marks a preview above its column', async () => {
    const { environments: [local, production], ...index } = reportIndex();
    const preview = { ...local, name: 'pr-1', previewOf: 'local', targets: [{ ...local.targets[0], name: 'pr-1' }] };
    const page = await open(fileOf(htmlReport({ ...index, environments: [local, production, preview] }, [], TODAY)));
    for (const section of ['matrix', 'facts', 'variations']) {
      expect(await page.locator(`#${section} thead`).innerText()).toMatch(/pr-1\s+preview of local/);
    }
  });

  test('filters by what differs, by environment, by owner and by chart', async () => {
    const page = await open(flagship());
    await page.getByLabel('production').uncheck();
    await page.getByLabel('only what differs').check();
    const texts = await rows(page, 'variations').allInnerTexts();
    expect(texts.some((text) => text.startsWith('shippingservice replicas'))).toBe(false);
    expect(texts.some((text) => text.startsWith('redis-cart memory'))).toBe(true);
    expect(texts.some((text) => text.startsWith('cartservice replicas'))).toBe(true);
    expect(await page.locator('#matrix thead').innerText()).not.toContain('production');
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByLabel('Owner').selectOption('orders');
    const owned = await rows(page, 'variations').allInnerTexts();
    expect([owned.length, owned.every((text) => text.includes('orders · '))]).toEqual([4, true]);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByLabel('Chart or class').fill('FrontEnd');
    await rows(page, 'matrix').nth(1).waitFor({ state: 'detached' });
    expect(await page.locator('#call-graph .node:not(.off)').allTextContents()).toEqual(['frontendfrontend/server']);
  });

  test('is walked by arrow keys; Enter opens a chart, Escape closes it and leads back', async () => {
    const page = await open(flagship());
    await page.locator('#matrix [tabindex="0"]').last().focus();
    const keys = ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp'];
    for (const key of keys) await page.keyboard.press(key);
    expect(await active(page)).toBe('cartservice');
    await page.keyboard.press('Enter');
    expect(await page.locator('dialog h2').innerText()).toBe('cartservice');
    expect(page.url()).toMatch(/#chart-cartservice$/);
    await page.keyboard.press('Escape');
    expect(await page.locator('dialog').isVisible()).toBe(false);
    expect([await active(page), page.url().includes('#')]).toEqual(['cartservice', false]);
    await page.keyboard.press('End');
    expect(await active(page)).toMatch(/set$/);
  });

  test('reaches every control by Tab, and shows where the focus is', async () => {
    const page = await open(flagship());
    const reached: unknown[] = [];
    for (let i = 0; i < 9; i++) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate(
        '(({ id, value, className }) => id || value || className)(document.activeElement)'));
      expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).not.toBe('none');
    }
    expect(reached).toEqual(['skip', 'theme', 'search', 'differing', '0', '1', '2', 'owner', 'chart-name']);
  });

  test('opens the chart that its address names, with its neighbours, and says when there is none', async () => {
    const page = await open(`${flagship()}#chart-cartservice`);
    expect(await page.locator('dialog h2').innerText()).toBe('cartservice');
    expect(await page.locator('dialog svg .node').allTextContents())
      .toEqual(expect.arrayContaining(['redis-cartredis-cart/redis']));
    await page.locator('dialog svg a', { hasText: 'redis-cart' }).click();
    expect(await page.locator('dialog h2').innerText()).toBe('redis-cart');
    await page.goBack();
    expect(await page.locator('dialog h2').innerText()).toBe('cartservice');
    const lost = await open(`${flagship()}#chart-%E0%A4%A`);
    expect(await lost.locator('#status').innerText()).toBe('This report has no chart %E0%A4%A.');
  });

  test('is light or dark as the system is, and as the reader chose for the session', async () => {
    const shade = (page: Page) => page.evaluate(
      "Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]) > 128");
    const page = await open(flagship(), { colorScheme: 'dark' });
    expect(await shade(page)).toBe(false);
    await page.locator('#theme').click();
    expect(await shade(page)).toBe(true);
    await page.reload();
    expect(await shade(page)).toBe(true);
    expect(await shade(await open(flagship(), { colorScheme: 'dark' }))).toBe(false);
  });

  test('prints light, unfolded and whole, and is as before afterwards', async () => {
    const page = await open(fileOf(htmlReport(manyCharts(120), [], TODAY)), { colorScheme: 'dark' });
    expect(await rows(page, 'matrix').count()).toBe(50);
    await page.evaluate(`
      const count = (selector) => document.querySelectorAll(selector).length;
      addEventListener('beforeprint', () => {
        window.printed = { rows: count('#matrix tbody tr'), folded: count('details:not([open])') };
      });`);
    const pdf = await page.pdf();
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await page.evaluate('window.printed')).toEqual({ rows: 120, folded: 0 });
    expect(await rows(page, 'matrix').count()).toBe(50);
    expect(await page.locator('details[open]').count()).toBe(0);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.bar').isVisible()).toBe(false);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
  });

  test('prints only the chart that is open', async () => {
    const page = await open(`${flagship()}#chart-frontend`);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('main').isVisible()).toBe(false);
    expect(await page.locator('dialog h2').isVisible()).toBe(true);
  });

  test('folds many environments, and compares those that are chosen', async () => {
    const { charts, environments: [{ targets: [{ facts }] }], ...index } = reportIndex();
    const names = Array.from({ length: 24 }, (_, i) => `region-${i}`);
    const environments = names.map((name) => ({ name, targets: [{ name, facts }] }));
    const spread = charts.map((chart) => ({
      ...chart,
      targets: Object.fromEntries(names.map((name, i) => [name, chart.targets[i === 3 ? 'production' : 'local']])),
    }));
    const page = await open(fileOf(htmlReport({ ...index, environments, charts: spread }, [], TODAY)));
    await page.getByText('24 environments').click();
    await page.getByRole('button', { name: 'Uncheck all' }).click();
    await page.getByLabel('region-7').check();
    await page.getByLabel('region-8').check();
    await page.keyboard.press('Escape');
    await page.getByLabel('only what differs').check();
    expect(await page.locator('#pick').innerText()).toBe('2 of 24 environments');
    expect(await rows(page, 'variations').count()).toBe(0);
    await page.getByText('2 of 24 environments').click();
    await page.getByLabel('region-3').check();
    expect(await rows(page, 'variations').count()).toBe(3);
    expect(await page.locator('#variations thead').innerText()).toMatch(/region-3\s+region-7\s+region-8/);
  });

  test('shows exceptions, stand-ins and removed defaults with what is left of them, and no secret', async () => {
    const page = await open(fileOf(htmlReport(reportIndex(), [], TODAY)));
    expect(await page.locator('#expiring .state').allInnerTexts())
      .toEqual(['10 days left', 'expired 1 day ago', '221 days left']);
    expect(await rows(page, 'removed').innerText()).toContain('the driver writes beside itself');
    await page.locator('#expiring summary').last().click();
    expect(await page.locator('#expiring .places').last().innerText())
      .toBe('add /stringData/token (a value of a Secret)');
  });

  test('takes hostile names, values and reasons as text', async () => {
    const index = hostileIndex();
    const page = await open(fileOf(htmlReport(index, [], TODAY)));
    const [{ id }] = index.charts;
    expect(await rows(page, 'matrix').first().locator('th a').innerText()).toBe(id);
    await rows(page, 'matrix').first().locator('td').first().click();
    expect(await page.locator('dialog h2').innerText()).toBe(id);
    expect(await page.locator('img, iframe, object, script:not([id])').count()).toBe(1);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });

  test('says what differs without JavaScript', async () => {
    const page = await open(flagship(), { javaScriptEnabled: false });
    expect(await page.locator('noscript').innerText()).toContain('cartservice.replicas');
    expect(await page.locator('#call-graph').isVisible()).toBe(true);
  });

  test('names every control, table and heading cell for who cannot see it', async () => {
    const page = await open(flagship());
    await page.evaluate("location.hash = '#chart-frontend'");
    expect(await page.evaluate(`[
      [...document.querySelectorAll('th:not([scope])')].length,
      [...document.querySelectorAll('input, select')].filter((it) => it.labels.length === 0).length,
      [...document.querySelectorAll('button, a')].filter((it) => !it.textContent.trim() && !it.ariaLabel).length,
      [...document.querySelectorAll('[role=region]:not([aria-label]), svg:not([aria-label])')].length,
      ['header', 'nav', 'main', 'footer', 'h1'].filter((it) => !document.querySelector(it)).length,
    ]`)).toEqual([0, 0, 0, 0, 0]);
  });

  test('fits a narrow screen: nothing but tables is wider', async () => {
    const page = await open(flagship(), { viewport: { width: 360, height: 740 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });

  test('of 1,000 charts and 3 environments opens at once and answers at once', async () => {
    const html = htmlReport(manyCharts(1000), [], TODAY);
    const url = fileOf(html);
    const started = Date.now();
    const page = await open(url);
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    const opened = Date.now() - started;
    // A page that held all rows would have hundreds of thousands.
    expect(await page.evaluate("document.querySelectorAll('*').length")).toBeLessThan(15_000);
    const latency = (change: string) => page.evaluate(`(async () => {
      const start = performance.now();
      ${change}
      while (!document.querySelector('#status').textContent) await new Promise((done) => setTimeout(done, 1));
      document.body.offsetHeight;
      const time = performance.now() - start;
      document.querySelector('#reset').click();
      return Math.round(time);
    })()`);
    const type = (text: string) => latency(`const s = document.querySelector('#search');
      s.value = '${text}'; s.dispatchEvent(new Event('input'));`);
    const typed = await type('svc-999');
    const again = await type('svc-77');
    const toggled = await latency("document.querySelector('#differing').click();");
    const dialog = await page.evaluate(`(() => { const start = performance.now();
      location.hash = '#chart-svc-500'; dispatchEvent(new Event('hashchange')); document.body.offsetHeight;
      return Math.round(performance.now() - start); })()`);
    expect(await page.locator('dialog h2').innerText()).toBe('svc-500');
    console.log(`1,000 x 3: ${(html.length / 1e6).toFixed(1)} MB, open ${opened} ms, first search ${typed} ms, `
      + `search ${again} ms, filter ${toggled} ms, open a chart ${dialog} ms`);
    // A guard against something quadratic, not a measurement: this machine may be busy.
    expect(Math.max(opened, typed as number, toggled as number)).toBeLessThan(20_000);
  });
});

test('the flagship\'s report is a file of less than 200 kB', () => {
  expect(readFileSync(new URL(flagship())).length).toBeLessThan(200_000);
});
