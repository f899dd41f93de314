import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { findBrowser } from './find-browser.ts'
import { settled } from './settled.ts'

const SCREENSHOTS = join(import.meta.dirname, '../screenshots')

const DESKTOP = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 844 }

/** A headless Chromium that talks to nobody but the pages under test. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error('No browser: run `npx -y pnpm@12 --filter @holdall/e2e run browser`.')
  return await chromium.launch({
    executablePath,
    args: [
      // As root, Chromium can't set up its sandbox; the pages are our own.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

type OpenPage = { page: Page; context: BrowserContext; problems: string[] }

/** A page of a fresh profile. `problems` gathers what no page should do: uncaught errors and failed scripts. */
export async function openPage(browser: Browser): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: DESKTOP,
    acceptDownloads: true,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() !== 'error') return
    // Chromium reports each refused request as an error of the console; that it was refused is the test's business.
    if (!message.text().startsWith('Failed to load resource')) problems.push(`console: ${message.text()}`)
  })
  return { page, context, problems }
}

/** Shoots the view at desktop and phone width, light and dark, into the git-ignored folder `screenshots`. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true })
  for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    await page.setViewportSize(viewport)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await settled(page)
      await page.screenshot({ path: join(SCREENSHOTS, `${name}-${size}-${colorScheme}.png`) })
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(DESKTOP)
}
