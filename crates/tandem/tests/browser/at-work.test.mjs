// What workers do: find a child, record a remand and see both lists change, mark a duty done, correct a date, read why.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { accessible, as, base, close } from './browser.mjs';

after(close);

const worker = ['enfield', 'enf-yj-06'];

/** The addresses of the children on the list of whoever is signed in. */
async function children(page) {
  await page.goto(`${base}/duties`);
  const found = await page.$$eval('a[href^="/children/"]', (links) => links.map((link) => link.getAttribute('href')));
  return [...new Set(found.map((href) => href.split('?')[0].split('/').slice(0, 3).join('/')))];
}

/** The first child of the list of whom the page says something, and does not say something else. */
async function childWho(page, says, saysNot = /$^/) {
  for (const child of await children(page)) {
    await page.goto(base + child);
    const text = await page.locator('body').innerText();
    if (says.test(text) && !saysNot.test(text)) return child;
  }
  throw new Error(`no child of whom the page says ${says}`);
}

/** Who works for social care with the child whose page is open: the made-up person's id. */
async function socialWorkerOf(page) {
  const line = await page.locator('.tandem-identity, header, body').first().innerText();
  const name = /([\p{L}' -]+), social worker/u.exec(line)[1].trim().split('\n').pop().trim();
  const out = await page.context().browser().newPage();
  await out.goto(`${base}/sign-in`);
  const id = await out.$$eval('#as-enfield option', (all, who) => all.find((one) => one.textContent.startsWith(who)).value, name);
  await out.close();
  return id;
}

test('a remand that is recorded changes both services’ lists', async () => {
  const page = await as(...worker);
  const child = await childWho(page, /Open to both/, /custody|Remanded|Looked after/i);
  const name = (await page.title()).split(': ')[1].split(' – ')[0];
  const colleague = await socialWorkerOf(page);
  await page.goto(`${base}${child}/record`);
  await accessible(page);
  await page.getByLabel('What happened?').fill('remanded today to youth detention');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('link', { name: 'Remanded to youth detention' }).first().click();
  await accessible(page);
  await page.getByRole('button', { name: 'See what follows' }).click();
  await accessible(page);
  const preview = await page.locator('main').innerText();
  assert.match(preview, /Youth justice/);
  assert.match(preview, /Social care/);
  assert.match(preview, /planning meeting/i);
  assert.match(preview, /looked after/i);
  await page.getByRole('button', { name: 'Record it' }).first().click();
  await accessible(page);
  const notes = await page.locator('main').innerText();
  assert.match(notes, /Liquid Logic/);
  assert.match(notes, /CV/);
  await page.goto(base + child);
  assert.match(await page.locator('body').innerText(), /In custody since|Remanded/);
  // The social worker, who was not there, has it on her list.
  const hers = await as('enfield', colleague);
  await hers.goto(base + child);
  const seen = await hers.locator('body').innerText();
  assert.match(seen, /planning meeting/i);
  await hers.goto(`${base}/duties`);
  assert.ok((await hers.locator('body').innerText()).includes(name));
  assert.deepEqual([...page.complaints, ...hers.complaints], []);
});

test('why says the clause, the sum and what would show it done', async () => {
  const page = await as(...worker);
  const child = await childWho(page, /overdue|in \d+ days/);
  await page.goto(`${base}${child}`);
  await page.getByRole('link', { name: /^Why/ }).first().click();
  await accessible(page);
  const text = await page.locator('main').innerText();
  assert.match(text, /working day|month|week|hour|day/);
  assert.match(text, /shows? (that )?it/i);
});

test('the keyboard alone reaches the next duty and its reason', async () => {
  const page = await as(...worker);
  await page.goto(`${base}/duties`);
  let tabs = 0;
  for (; tabs < 80; tabs += 1) {
    await page.keyboard.press('Tab');
    const href = await page.evaluate(() => document.activeElement?.getAttribute('href') ?? '');
    if (href.includes('/why?')) break;
  }
  assert.ok(tabs < 80, 'no reason is reached by Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(/why/);
  assert.ok(await page.getByRole('heading', { level: 1 }).isVisible());
});

test('without scripts a duty is marked done', async () => {
  const page = await as(...worker, { scripts: false });
  const child = await childWho(page, /Open to both/);
  await page.goto(`${base}${child}/duties`);
  const boxes = page.locator('main input[name=duty]');
  const before = await boxes.count();
  assert.ok(before > 0, 'nothing to tick');
  await boxes.first().check();
  await page.getByRole('button', { name: /done/i }).first().click();
  // Asked once more where a day or a note is wanted.
  const again = page.locator('main form button[type=submit]', { hasText: /done|save/i });
  if (!page.url().includes('done=')) await again.first().click();
  await page.waitForURL(/done=/);
  assert.match(await page.locator('[role=alert]').first().innerText(), /done/i);
  assert.ok((await page.locator('main input[name=duty]').count()) < before, 'it is still owed');
});

test('a release date that is put right moves what is due', async () => {
  const page = await as(...worker);
  const child = await childWho(page, /In custody since/);
  await page.goto(`${base}${child}/record/release-date-known`);
  const day = async (legend, [d, m, y]) => {
    const group = page.getByRole('group', { name: legend });
    await group.getByLabel('Day').fill(d);
    await group.getByLabel('Month').fill(m);
    await group.getByLabel('Year').fill(y);
  };
  await day(/release/i, ['28', '9', '2026']);
  await page.getByRole('button', { name: 'See what follows' }).click();
  await page.getByRole('button', { name: 'Record it' }).first().click();
  await page.waitForURL(/type-once/);
  await page.goto(`${base}${child}/timeline`);
  await page.locator('a[href*="/record/release-date-known?"]').first().click();
  await day(/release/i, ['14', '9', '2026']);
  await page.getByRole('button', { name: 'See what follows' }).click();
  assert.match(await page.locator('main').innerText(), /September 2026/);
  await page.getByRole('button', { name: 'Record it' }).first().click();
  await page.waitForURL(/type-once|done=/);
  await page.goto(`${base}${child}/timeline`);
  const text = await page.locator('main').innerText();
  assert.match(text, /14 September 2026/);
  assert.match(text, /28 September 2026/, 'what it said before is still there');
});

test('paper has the duties and no buttons', async () => {
  const page = await as(...worker);
  const [child] = await children(page);
  await page.goto(base + child);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('main button:visible, main .govuk-button:visible').count(), 0);
  assert.ok(await page.getByRole('heading', { name: /Next for both services/ }).isVisible());
});
