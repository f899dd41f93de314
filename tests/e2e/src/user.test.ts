import { readFile } from 'node:fs/promises'
import { type App, startApp } from '@holdall/test-setup/app'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seriousFindings } from './axe.ts'
import { launchBrowser, openPage, shoot } from './browser.ts'

const NAME = 'Çalışma planı “2026” – 計画 📁.txt'
const BYTES = Buffer.from('The quick brown fox jumps over the lazy dog.\n'.repeat(1000))

let app: App
let browser: Browser

beforeAll(async () => {
  app = await startApp()
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser.close()
  await app[Symbol.asyncDispose]()
})

test('a new user signs up, drops a file, finds it, downloads it under its own name, deletes it and takes that back', async () => {
  const { page, context, problems } = await openPage(browser)
  await page.goto(app.webUrl)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await shoot(page, 'web-sign-in')
  expect(await seriousFindings(page)).toEqual([])

  await signUp(page)
  await page.getByText('No files yet').waitFor()
  await shoot(page, 'web-empty')
  expect(await seriousFindings(page)).toEqual([])

  await dropFile(page, { name: NAME, type: 'text/plain', bytes: BYTES })
  const row = page.getByRole('row', { name: NAME })
  await row.waitFor()
  await shoot(page, 'web-files')
  expect(await seriousFindings(page)).toEqual([])

  await page.getByRole('searchbox', { name: 'Search files' }).fill('計画')
  await page.waitForURL(/q=/)
  await row.waitFor()
  await page.reload()
  await row.waitFor()
  await page.getByRole('searchbox', { name: 'Search files' }).fill('nothing like it')
  await page.getByText('Nothing is called “nothing like it”').waitFor()
  await page.getByRole('button', { name: 'Show all files' }).click()
  await row.waitFor()

  const downloading = page.waitForEvent('download')
  await row.hover()
  await page.getByRole('button', { name: `Download ${NAME}` }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe(NAME)
  expect((await readFile(await download.path())).equals(BYTES)).toBe(true)

  await chooseAction(page, NAME, 'Rename')
  await page.getByRole('textbox', { name: 'Name' }).fill('plan.txt')
  await page.getByRole('button', { name: 'Rename', exact: true }).click()
  await page.getByRole('row', { name: 'plan.txt' }).waitFor()

  await chooseAction(page, 'plan.txt', 'Move to trash')
  await page.getByText('“plan.txt” is in the trash').waitFor()
  await page.getByText('No files yet').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('row', { name: 'plan.txt' }).waitFor()

  await chooseAction(page, 'plan.txt', 'Move to trash')
  await page.getByRole('link', { name: 'Trash' }).click()
  await page.getByRole('row', { name: 'plan.txt' }).waitFor()
  await shoot(page, 'web-trash')
  expect(await seriousFindings(page)).toEqual([])
  await chooseAction(page, 'plan.txt', 'Delete forever')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete forever' }).click()
  await page.getByRole('row', { name: 'plan.txt' }).waitFor({ state: 'detached' })

  expect(problems).toEqual([])
  await context.close()
})

test('a refusal stands in words beside the file it belongs to', async () => {
  const { page, context } = await openPage(browser)
  await page.goto(app.webUrl)
  await signUp(page)
  await dropFile(page, { name: 'a\u202egpj.exe', type: 'text/plain', bytes: BYTES })
  const uploads = page.getByRole('region', { name: 'Uploads' })
  await uploads.getByText(/direction/).waitFor()
  await shoot(page, 'web-refusal')
  await page.getByText('No files yet').waitFor()
  await context.close()
})

test('a wrong password is told in words, and the page asked for opens after the right one', async () => {
  const { page, context } = await openPage(browser)
  await page.goto(`${app.webUrl}/trash`)
  await page.getByLabel('E-mail').fill(app.admin.email)
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page
    .getByRole('alert')
    .filter({ hasText: /password/i })
    .waitFor()
  await page.getByLabel('Password').fill(app.admin.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${app.webUrl}/trash`)
  await page.getByRole('heading', { name: 'Trash' }).waitFor()
  await context.close()
})

async function signUp(page: Page): Promise<void> {
  await page.getByRole('link', { name: /sign up|create/i }).click()
  await page.getByLabel('Name').fill('Ada Lovelace')
  await page.getByLabel('E-mail').fill(`ada-${crypto.randomUUID()}@example.com`)
  await page.getByLabel('Password').fill('correct horse battery')
  await page.getByRole('button', { name: /sign up|create/i }).click()
  await page.getByRole('heading', { name: 'Files', exact: true }).waitFor()
}

/** As a person does it: the file is dragged in from outside and let go over the page. */
async function dropFile(page: Page, file: { name: string; type: string; bytes: Buffer }): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ name, type, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      const items = new DataTransfer()
      items.items.add(new File([bytes], name, { type }))
      return items
    },
    { name: file.name, type: file.type, base64: file.bytes.toString('base64') },
  )
  for (const event of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent('main', event, { dataTransfer: transfer })
  }
}

async function chooseAction(page: Page, name: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: action }).click()
}
