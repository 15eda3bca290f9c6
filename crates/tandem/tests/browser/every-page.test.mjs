// Every page that one opens: no grave finding of axe, and on a narrow screen nothing to be moved to sideways. The addresses are those of the
// program's own list; each is opened as whoever may open it.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { accessible, as, base, close, fits } from './browser.mjs';

after(close);

/** Who is tried, in this order: a worker, their manager, the head, who stands in, the reviewing officer, the administrator. */
const people = ['enf-yj-06', 'enf-yj-03', 'enf-yj-01', 'enf-yj-17', 'enf-ro-02', 'enf-la-07'];

/** The first link of a page that fits. */
async function link(page, path, fits) {
  await page.goto(base + path);
  const found = await page.$$eval('a[href]', (links) => links.map((one) => one.getAttribute('href')));
  return found.map((href) => fits.exec(href)?.[1]).find(Boolean);
}

/** What stands for each name in an address, and what some pages want after the `?`. */
async function names(page, manager) {
  const child = await link(page, '/duties', /^\/children\/([^/?]+)/);
  const of = `/children/${child}`;
  const id = await link(page, `${of}/timeline`, /\/take-back\/(.+)/);
  const duty = await link(page, `${of}/duties`, /\/why\?(duty=.+)/);
  const section = await link(page, '/protocol', /^\/protocol\/([^/?#]+)/);
  const person = await link(page, '/staff', /^\/staff\/people\/([^/?]+)/);
  const pair = await link(manager, '/pairs', /^\/pairs\/([^/?]+)/);
  const whose = await link(manager, '/feeds', /^\/feeds\/whose\/([^/?]+)/);
  return {
    names: { child, id, section, person, event: 'remanded-yda', team: 'enf-yj-a', service: 'csc', layout: 'ssd' },
    // What stands for a name in one address alone.
    own: { '/pairs/{id}': { id: pair }, '/feeds/whose/{id}': { id: whose } },
    queries: { '/children/{child}/why': duty, '/children/{child}/duties/set-aside': duty },
  };
}

/** No page of a signed-in person: files, what machines read, and the steps of signing in, which have a walk of their own. */
const others = /^\/(health|ready|metrics|assets|calendar|sign-in|confirm|stay|api\/v1)|\.(json|yaml)$/;

test('every page is without grave findings and fits a narrow screen', { timeout: 600_000 }, async (t) => {
  const pages = [];
  for (const person of people) pages.push(await as('enfield', person, { width: 320 }));
  const known = await names(pages[0], pages[1]);
  const closed = [];
  let opened = 0;
  for (const path of process.env.TANDEM_PATHS.split('\n').filter((path) => !others.test(path))) {
    const address = path.replace(/\{(\w+)\}/g, (_, name) => {
      const stands = known.own[path]?.[name] ?? known.names[name];
      assert.ok(stands, `${path}: say in every-page.test.mjs what stands for {${name}}`);
      return stands;
    });
    let page;
    let status;
    for (page of pages) {
      status = (await page.goto(`${base}${address}${known.queries[path] ? `?${known.queries[path]}` : ''}`)).status();
      if (status === 200) break;
    }
    if (status !== 200) {
      closed.push(`${path} (${status})`);
      continue;
    }
    await fits(page);
    await accessible(page);
    opened += 1;
  }
  t.diagnostic(`${opened} pages`);
  assert.deepEqual(closed, [], 'pages that nobody could open');
  for (const page of pages) assert.deepEqual(page.complaints.filter((said) => !/40[34]/.test(said)), []);
});
