// Makes the pictures of docs/pictures again, from `tandem demo` with its own seed and day: node pictures.mjs FOLDER
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { as, base, close, open } from './browser.mjs';

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });

/** What is on the page, down to a height at which a picture can still be read; made small by pngquant. */
async function picture(page, name, { height = 1600 } = {}) {
  const tall = await page.evaluate(() => document.documentElement.scrollHeight);
  const raw = join(folder, `${name}.raw.png`);
  const clip = { x: 0, y: 0, width: page.viewportSize().width, height: Math.min(tall, height) };
  await page.screenshot({ path: raw, fullPage: true, clip, animations: 'disabled' });
  execFileSync('pngquant', ['--force', '--speed', '1', '--strip', '--output', join(folder, `${name}.png`), '32', raw]);
  rmSync(raw);
}

async function at(page, path, name, how) {
  await page.goto(base + path);
  await picture(page, name, how);
}

/** The first child of the list of whom the page says something, and does not say something else. */
async function childWho(page, says, saysNot) {
  await page.goto(`${base}/duties`);
  const links = await page.$$eval('a[href^="/children/"]', (all) => all.map((a) => a.getAttribute('href').split('?')[0]));
  for (const link of new Set(links.map((href) => href.split('/').slice(0, 3).join('/')))) {
    await page.goto(base + link);
    const text = await page.locator('body').innerText();
    if (says.test(text) && !saysNot.test(text)) return link;
  }
  throw new Error(`no child of whom the page says ${says}`);
}

const outside = await open();
await at(outside, '/sign-in', 'sign-in');

const page = await as('enfield', 'enf-yj-06');
const child = await childWho(page, /Open to both/, /custody|Looked after/i);
await at(page, '/duties', 'my-duties');
await at(page, child, 'child');
await at(page, `${child}/duties`, 'child-duties');
await at(page, `${child}/timeline`, 'timeline');
await at(page, `${child}/people`, 'people');
await page.goto(base + child);
await page.getByRole('link', { name: /^Why/ }).first().click();
await picture(page, 'why');
await page.goto(base + child);
await page.emulateMedia({ media: 'print' });
await picture(page, 'child-printed');
await page.emulateMedia({ media: 'screen' });

await page.goto(`${base}${child}/record`);
await page.getByLabel('What happened?').fill('remanded today to youth detention');
await page.getByRole('button', { name: 'Search' }).click();
await picture(page, 'record');
await page.getByRole('link', { name: 'Remanded to youth detention' }).first().click();
await picture(page, 'form');
await page.getByRole('button', { name: 'See what follows' }).click();
await picture(page, 'preview');
await page.getByRole('button', { name: 'Record it' }).first().click();
await picture(page, 'type-once');

await page.goto(`${base}/find`);
await page.getByRole('searchbox').fill('Zebedee Marlowkin 4/5/2010');
await page.getByRole('button', { name: 'Find' }).click();
await picture(page, 'find');
await page.getByRole('button', { name: /Start a record/ }).click();
await picture(page, 'start');
await at(page, '/protocol/04-joint-supervision', 'protocol-section');
await at(page, '/api', 'api');

const telephone = await as('enfield', 'enf-yj-06', { width: 390 });
await at(telephone, child, 'child-on-a-telephone');
const manager = await as('enfield', 'enf-yj-03');
await at(manager, '/team', 'team');

/** Asks whether a child is known, on the page. */
async function ask(page, given, family, [day, month, year]) {
  await page.goto(`${base}/known`);
  await page.getByLabel('First name').fill(given);
  await page.getByLabel('Family name').fill(family);
  await page.getByLabel('Day').fill(day);
  await page.getByLabel('Month').fill(month);
  await page.getByLabel('Year').fill(year);
  await page.getByRole('radio').first().check();
}

await ask(page, 'Zainab', 'Ostrander', ['4', '5', '2010']);
await picture(page, 'known');
await page.getByRole('button', { name: 'Ask' }).click();
await picture(page, 'known-answer');
await ask(page, 'Isolde', 'Nightwood', ['21', '2', '2010']);
await page.getByRole('button', { name: 'Ask' }).click();
await picture(page, 'known-nothing-told');
await page.goto(`${base}/known/card`);
await page.emulateMedia({ media: 'print' });
await picture(page, 'known-card-printed');
await page.emulateMedia({ media: 'screen' });
const head = await as('enfield', 'enf-yj-01');
await at(head, '/known/asked', 'known-asked');
await at(manager, '/feeds', 'two-systems', { height: 2200 });
await at(manager, '/pairs', 'pairs');
await manager.locator('a[href^="/pairs/"]').first().click();
await picture(manager, 'pair');
await manager.goto(`${base}/feeds`);
await manager.locator('a[href^="/feeds/whose/"]').first().click();
await picture(manager, 'whose-number');
await at(manager, '/caseload', 'caseload');
await at(manager, `${child}/looks`, 'looks');
await close();
