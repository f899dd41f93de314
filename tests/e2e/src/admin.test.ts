import { readFile } from 'node:fs/promises'
import { createClient, uploadFile } from '@holdall/client'
import { type App, startApp } from '@holdall/test-setup/app'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seriousFindings } from './axe.ts'
import { launchBrowser, openPage, shoot } from './browser.ts'

const CONTENT = 'Nothing to see here.'
const REASON = 'Copyright claim 4711'

let app: App
let browser: Browser
let owner: { email: string; password: string; token: string }

beforeAll(async () => {
  app = await startApp()
  browser = await launchBrowser()
  owner = await signUp('grace@example.com')
  const client = createClient({ url: `${app.webUrl}/trpc`, token: owner.token })
  await uploadFile(client, new File([CONTENT], 'claim.txt', { type: 'text/plain' }))
})

afterAll(async () => {
  await browser.close()
  await app[Symbol.asyncDispose]()
})

test("an admin finds a user's file, downloads it, deletes it with a reason, undoes it, and reads all of it in the audit log", async () => {
  const { page, context, problems } = await openPage(browser)
  await page.goto(app.adminUrl)
  await page.getByRole('heading', { name: /sign in/i }).waitFor()
  await shoot(page, 'admin-sign-in')
  await signIn(page, app.admin)

  const row = page.getByRole('row').filter({ hasText: 'claim.txt' })
  await row.waitFor()
  await row.getByText(owner.email).waitFor()
  await shoot(page, 'admin-files')
  expect(await seriousFindings(page)).toEqual([])

  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download claim.txt' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('claim.txt')
  expect(await readFile(await download.path(), 'utf8')).toBe(CONTENT)

  await deleteWithReason(page)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Delete claim.txt' }).waitFor()
  await deleteWithReason(page)
  await row.getByText(REASON).waitFor()
  await shoot(page, 'admin-deleted')
  expect(await seriousFindings(page)).toEqual([])

  await page.getByRole('button', { name: 'More actions for claim.txt' }).click()
  await page.getByRole('menuitem', { name: 'Show its audit trail' }).click()
  await page.getByRole('heading', { name: 'Audit log' }).waitFor()
  const events = page.getByRole('region', { name: 'Events' }).getByRole('listitem')
  await events.filter({ hasText: 'file.trash' }).first().waitFor()
  const actions = await page.getByRole('region', { name: 'Events' }).locator('code').allTextContents()
  expect(actions).toEqual([
    'file.trash',
    'file.restore',
    'file.trash',
    'file.download',
    'upload.save',
    'upload.presign',
  ])
  await events.first().getByText(`Reason: ${REASON}`).waitFor()
  await events.first().getByText(app.admin.email).waitFor()
  await shoot(page, 'admin-audit')
  expect(await seriousFindings(page)).toEqual([])
  expect(problems).toEqual([])
  await context.close()

  const seen = await openPage(browser)
  await seen.page.goto(`${app.webUrl}/trash`)
  await signIn(seen.page, owner)
  await seen.page.getByText(`Deleted by an administrator: ${REASON}`).waitFor()
  await shoot(seen.page, 'web-trash-by-admin')
  await seen.context.close()
})

test('somebody who is no administrator is told so, and sees nothing', async () => {
  const { page, context } = await openPage(browser)
  await page.goto(app.adminUrl)
  await signIn(page, owner)
  await page
    .getByText(/administrator/i)
    .first()
    .waitFor()
  await shoot(page, 'admin-refused')
  expect(await page.getByText('claim.txt').count()).toBe(0)
  await context.close()
})

async function deleteWithReason(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Delete claim.txt' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Delete file' }).click()
  await dialog.getByText(/at least 3 characters/).waitFor()
  await dialog.getByLabel('Reason').fill(REASON)
  await dialog.getByRole('button', { name: 'Delete file' }).click()
  await dialog.waitFor({ state: 'detached' })
}

async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

async function signUp(email: string): Promise<{ email: string; password: string; token: string }> {
  const password = crypto.randomUUID()
  const answer = await fetch(`${app.webUrl}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Grace Hopper', email, password }),
  })
  const token = answer.headers.get('set-auth-token')
  if (!token) throw new Error(`Signing up failed: ${answer.status} ${await answer.text()}`)
  return { email, password, token }
}
