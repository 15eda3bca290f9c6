import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { accessible, as, base, close, fits, open } from './browser.mjs';

after(close);

test('a password and a code let a person in, and signing out lets nobody back', async () => {
  const page = await open();
  await page.goto(base);
  await accessible(page);
  await page.getByLabel('Sign-in name').fill(process.env.TANDEM_NAME);
  await page.getByLabel('Password').fill('not the password at all');
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.getByRole('alert').getByText('is not right').waitFor();
  assert.equal(await page.getByLabel('Sign-in name').inputValue(), process.env.TANDEM_NAME);
  await accessible(page);
  await page.getByLabel('Password').fill('correct-horse-battery-staple');
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.getByLabel('Code from your authenticator').fill(await page.locator('.govuk-inset-text strong').innerText());
  await accessible(page);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'My duties', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByText('You have signed out').waitFor();
  await page.goBack();
  await page.reload();
  assert.match(page.url(), /sign-in/);
  assert.deepEqual(page.complaints.filter((c) => !c.includes('Clear-Site-Data')), []);
});

test('the first page works without scripts and on a narrow screen', async () => {
  const page = await as('enfield', 'enf-yj-06', { scripts: false, width: 320 });
  await fits(page);
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'My duties');
});
