import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, startApp } from '@holdall/test-setup/app'
import type { Browser, Page, Request, Route } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seriousFindings } from './axe.ts'
import { launchBrowser, openPage, shoot } from './browser.ts'

const MiB = 1024 ** 2
const BYTES = randomBytes(48 * MiB)
const PARTS = [1, 2, 3, 4, 5, 6]

let app: App
let browser: Browser
let dir: string
let path: string

beforeAll(async () => {
  app = await startApp()
  browser = await launchBrowser()
  dir = await mkdtemp(join(tmpdir(), 'holdall-e2e-'))
  path = join(dir, 'holiday.mp4')
  await writeFile(path, BYTES)
})

afterAll(async () => {
  await browser.close()
  await app[Symbol.asyncDispose]()
  await rm(dir, { recursive: true })
})

test('an upload that the page was closed on goes on with the same file, and no part is sent twice', async () => {
  const { page, context, problems } = await openPage(browser)
  await signUp(page)
  const bucket = await watchBucket(page, { holdFrom: 4 })
  await page.getByLabel('Files to upload').setInputFiles(path)
  await bucket.until(() => bucket.arrived.length === 3)
  // Playwright says yes to leaving a page that is uploading.
  page.on('dialog', (dialog) => void dialog.accept())
  await page.reload()

  const uploads = page.getByRole('region', { name: 'Uploads' })
  await uploads.getByRole('heading', { name: /Unfinished/ }).waitFor()
  await shoot(page, 'web-unfinished')
  expect(await seriousFindings(page)).toEqual([])

  bucket.letGo()
  bucket.sent.length = 0
  await uploads.getByLabel('File of holiday.mp4').setInputFiles(path)
  await page.getByRole('row', { name: 'holiday.mp4' }).waitFor()
  expect(bucket.sent.toSorted((a, b) => a - b)).toEqual([4, 5, 6])
  await uploads.getByText('1 file uploaded').waitFor()
  expect(await downloadedHash(page)).toBe(createHash('sha256').update(BYTES).digest('hex'))
  expect(problems).toEqual([])
  await context.close()
})

test('another file is refused in words, and an unfinished upload can be discarded', async () => {
  const { page, context } = await openPage(browser)
  await signUp(page)
  const bucket = await watchBucket(page, { holdFrom: 3 })
  await page.getByLabel('Files to upload').setInputFiles(path)
  await bucket.until(() => bucket.arrived.length === 2)
  page.on('dialog', (dialog) => void dialog.accept())
  await page.reload()
  bucket.letGo()
  bucket.sent.length = 0

  const other = join(dir, 'other.mp4')
  await writeFile(other, randomBytes(48 * MiB))
  const uploads = page.getByRole('region', { name: 'Uploads' })
  await uploads.getByLabel('File of holiday.mp4').setInputFiles(other)
  await uploads.getByText(/not the file that this upload began with/).waitFor()
  expect(bucket.sent).toEqual([])

  await uploads.getByRole('button', { name: 'Discard holiday.mp4' }).click()
  await uploads.getByRole('heading', { name: /Unfinished/ }).waitFor({ state: 'detached' })
  await context.close()
})

test('an upload waits while there is no network, goes on by itself, and sends no part again that had arrived', async () => {
  const { page, context } = await openPage(browser)
  await signUp(page)
  const bucket = await watchBucket(page, { holdFrom: 3 })
  await page.getByLabel('Files to upload').setInputFiles(path)
  await bucket.until(() => bucket.arrived.length === 2)
  await context.setOffline(true)
  await page.getByText('You are offline').waitFor()
  await bucket.breakOff()
  await context.setOffline(false)
  const uploads = page.getByRole('region', { name: 'Uploads' })
  await page.getByRole('row', { name: 'holiday.mp4' }).waitFor()
  await uploads.getByText('1 file uploaded').waitFor()
  expect(bucket.sent.filter((part) => part <= 2)).toHaveLength(2)
  await context.close()
})

test('a second tab waits for the first, and sends only what that one had not', async () => {
  const { page, context } = await openPage(browser)
  await signUp(page)
  const first = await watchBucket(page, { holdFrom: 4 })
  await page.getByLabel('Files to upload').setInputFiles(path)
  await first.until(() => first.arrived.length === 3)

  const tab = await context.newPage()
  const second = await watchBucket(tab, { holdFrom: 99 })
  await tab.goto(app.webUrl)
  await tab.getByLabel('File of holiday.mp4').setInputFiles(path)
  await tab.getByRole('button', { name: 'Cancel holiday.mp4' }).waitFor()
  await tab.waitForFunction(async () => (await navigator.locks.query()).pending?.length === 1)
  expect(second.sent).toEqual([])

  await page.close()
  await tab.getByRole('row', { name: 'holiday.mp4' }).waitFor()
  expect(second.sent.toSorted((a, b) => a - b)).toEqual([4, 5, 6])
  await context.close()
})

/** Parts that the page sends to the bucket; those from `holdFrom` on are on their way until `letGo()`. */
async function watchBucket(page: Page, { holdFrom }: { holdFrom: number }) {
  const sent: number[] = []
  const arrived: number[] = []
  const waiting = new Set<() => void>()
  const held: Route[] = []
  let holding = true
  const partOf = (request: Request) => Number(new URL(request.url()).searchParams.get('partNumber'))
  await page.route(
    (url) => url.searchParams.has('partNumber'),
    async (route) => {
      if (route.request().method() === 'PUT') sent.push(partOf(route.request()))
      if (holding && partOf(route.request()) >= holdFrom) held.push(route)
      else await route.continue()
    },
  )
  page.on('response', (response) => {
    if (response.request().method() !== 'PUT' || !response.ok()) return
    if (PARTS.includes(partOf(response.request()))) arrived.push(partOf(response.request()))
    for (const wake of waiting) wake()
  })
  return {
    sent,
    arrived,
    letGo() {
      holding = false
    },
    /** What is on its way breaks, as it does when the network goes. */
    async breakOff() {
      holding = false
      await Promise.all(held.map((route) => route.abort('internetdisconnected')))
    },
    until: (done: () => boolean) =>
      new Promise<void>((resolve) => {
        function wake() {
          if (!done()) return
          waiting.delete(wake)
          resolve()
        }
        waiting.add(wake)
        wake()
      }),
  }
}

async function downloadedHash(page: Page): Promise<string> {
  const downloading = page.waitForEvent('download')
  await page.getByRole('row', { name: 'holiday.mp4' }).hover()
  await page.getByRole('button', { name: 'Download holiday.mp4' }).click()
  const download = await downloading
  return createHash('sha256')
    .update(await readFile(await download.path()))
    .digest('hex')
}

async function signUp(page: Page): Promise<void> {
  await page.goto(`${app.webUrl}/sign-up`)
  await page.getByLabel('Name').fill('Ada Lovelace')
  await page.getByLabel('E-mail').fill(`ada-${crypto.randomUUID()}@example.com`)
  await page.getByLabel('Password').fill('correct horse battery')
  await page.getByRole('button', { name: /sign up|create/i }).click()
  await page.getByRole('heading', { name: 'Files', exact: true }).waitFor()
}
