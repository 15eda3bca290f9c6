// Whoever comes back to a form comes back to what they typed: by the browser's own way back, by the address, with scripts and without.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { accessible, as, base, close } from './browser.mjs';

after(close);

/** The form of an arrest of the first child on the worker's list, with a police station typed into it, and then what would follow. */
async function typed(page, station) {
  await page.goto(`${base}/duties`);
  const href = await page.locator('a[href^="/children/"]').first().getAttribute('href');
  const child = href.split('?')[0].split('/').slice(0, 3).join('/');
  await page.goto(`${base}${child}/record/arrested?draft=new`);
  await look(page, station);
  return `${base}${child}/record/arrested`;
}

/** Types a police station, and asks what would follow. */
async function look(page, station) {
  const field = page.locator('[name=with-station]');
  if (!(await field.isVisible())) await page.getByText('More about it').click();
  await field.fill(station);
  await page.getByRole('button', { name: 'See what follows' }).click();
  await page.getByRole('heading', { level: 1, name: /Check before you record it/ }).waitFor();
}

const station = (page) => page.locator('[name=with-station]').inputValue();

test('the way back from what follows names the draft, and the draft has what was typed', async () => {
  const page = await as('enfield', 'enf-yj-06');
  const form = await typed(page, 'Riverside');
  await page.goBack();
  await page.waitForURL(/\/record\/arrested\?draft=(?!new)/);
  assert.equal(await station(page), 'Riverside');
  // Opened again by its address, as from another tab.
  const address = page.url();
  await page.goto(address);
  assert.equal(await station(page), 'Riverside');
  await accessible(page);
  // Typed again it is the same draft, and not another that looks like it.
  await look(page, 'Castle Street');
  await page.goto(`${base}/drafts`);
  const drafts = await page.locator('main').innerText();
  assert.match(drafts, /Castle Street/);
  assert.doesNotMatch(drafts, /Riverside/);
  // Once it is recorded, the address leads to an empty form.
  await page.goto(address);
  await page.getByRole('button', { name: 'Record it now' }).click();
  await page.waitForURL(/type-once/);
  await page.goto(address);
  assert.equal(await station(page), '');
  assert.doesNotMatch(await page.locator('main').innerText(), /have not finished/);
  await page.goto(form);
  assert.doesNotMatch(page.url(), /draft=/);
  assert.deepEqual(page.complaints, []);
});

test('without scripts the form that is opened again leads to what was typed', async () => {
  const page = await as('enfield', 'enf-yj-06', { scripts: false });
  const form = await typed(page, 'Harbour');
  await page.goto(form);
  await page.waitForURL(/\/record\/arrested\?draft=(?!new)/);
  assert.equal(await station(page), 'Harbour');
  await page.getByRole('link', { name: 'Begin with an empty form' }).click();
  assert.equal(await station(page), '');
  assert.match(await page.locator('main').innerText(), /“Harbour”/);
});
