import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startApp } from '@holdall/test-setup/app'
import { expect, test } from 'vitest'

test('upload.ts takes a file from signing up to an empty bucket', async () => {
  await using app = await startApp()
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'upload.ts')],
    { env: { ...process.env, HOLDALL_URL: app.webUrl }, cwd: import.meta.dirname },
  )
  expect(stdout).toMatch(/uploaded {4}upload\.ts, \d+ bytes/)
  expect(stdout).toMatch(/listed {6}upload\.ts/)
  expect(stdout).toMatch(/downloaded {2}\d+ equal bytes, attachment; filename="upload\.ts"/)
  expect(stdout).toContain('FILE_NOT_FOUND')
})
