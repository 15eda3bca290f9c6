// A browser for the tests: signed in as somebody, with or without scripts, as wide as is asked.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

export const base = process.env.TANDEM_BASE;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

let browser;

/** Opens a page; everything that the page complains of is collected in `page.complaints`. */
export async function open({ scripts = true, width = 1200 } = {}) {
  // One browser, whoever asks first: what is kept is the promise of it.
  browser ??= chromium.launch({ executablePath: process.env.TANDEM_CHROMIUM, args: quiet });
  const context = await (await browser).newContext({ viewport: { width, height: 900 }, javaScriptEnabled: scripts });
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (said) => said.type() === 'error' && page.complaints.push(said.text()));
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  return page;
}

/** Opens a page and signs in as one of the made-up people. */
export async function as(authority, person, how) {
  const page = await open(how);
  await page.goto(`${base}/sign-in`);
  await page.selectOption(`#as-${authority}`, person);
  await page.locator(`form:has(#as-${authority}) button`).click();
  await page.waitForURL(/\/duties/);
  return page;
}

/** No serious or critical finding of axe on the page as it stands. */
export async function accessible(page) {
  // Past the page's own content policy, as a browser's tools are.
  const found = await page.evaluate(async (source) => {
    if (!window.axe) (0, eval)(source);
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map((n) => n.target.join(' ')).slice(0, 5) }));
  }, axe).catch(async () => {
    // A page whose policy forbids eval takes the script by another door of the browser.
    const session = await page.context().newCDPSession(page);
    await session.send('Runtime.evaluate', { expression: axe });
    const { result } = await session.send('Runtime.evaluate', {
      expression: `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => JSON.stringify(violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map((n) => n.target.join(' ')).slice(0, 5) }))))`,
      awaitPromise: true,
    });
    return JSON.parse(result.value);
  });
  const grave = found.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  assert.deepEqual(grave, [], `${page.url()} has grave findings`);
}

/** Nothing to be moved to sideways. */
export async function fits(page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${page.url()} is ${over} px wider than the screen`);
}

export async function close() {
  await (await browser)?.close();
  browser = undefined;
}
