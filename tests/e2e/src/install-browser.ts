import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { findBrowser } from './find-browser.ts'

const HOW_TO_GET_ONE = `The browser tests need Chromium or Chrome, and none could be found or installed. Do one of these:
  - install Chromium or Chrome and run the tests again;
  - set CHROME_PATH to a Chromium-based browser's executable;
  - on Debian or Ubuntu, as root: apt-get install -y chromium;
  - elsewhere: npx playwright-core install chromium.`

function run(command: string, args: string[], env: Record<string, string> = {}): boolean {
  console.log(`Installing a browser for the tests: ${command} ${args.join(' ')}`)
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  return status === 0
}

function installFromDebian(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
  return (
    run('apt-get', ['update', '-qq'], quiet) &&
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet)
  )
}

function installFromPlaywright(): boolean {
  const folder = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'))
  return run(process.execPath, [join(folder, 'cli.js'), 'install', 'chromium'])
}

if (!findBrowser()) {
  installFromDebian() || installFromPlaywright()
  if (!findBrowser()) {
    console.error(HOW_TO_GET_ONE)
    process.exit(1)
  }
}
