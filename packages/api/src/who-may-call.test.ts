import { describe, expect, test } from 'vitest'
import { sharedHarness } from './testing.ts'

const harness = sharedHarness()

describe('who may call', () => {
  const { uploads, files, admin } = {
    uploads: ['presign', 'signParts', 'save', 'saveBatch', 'abort', 'parts', 'pending'],
    files: ['presignDownload', 'rename', 'trash', 'restore', 'purge', 'list', 'get', 'usage'],
    admin: ['files.list', 'files.presignDownload', 'files.delete', 'files.restore', 'audit.list'],
  }
  const queries = new Set([
    'uploads.parts',
    'uploads.pending',
    'files.list',
    'files.get',
    'files.usage',
    'admin.files.list',
    'admin.audit.list',
  ])
  const paths = [
    ...uploads.map((verb) => `uploads.${verb}`),
    ...files.map((verb) => `files.${verb}`),
    ...admin.map((verb) => `admin.${verb}`),
  ]

  async function reasonFor(user: Parameters<ReturnType<typeof harness>['request']>[0], path: string) {
    const init = queries.has(path)
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
    const response = await harness().request(user, path, init)
    const { error } = (await response.json()) as { error?: { data: { reason: string } } }
    return [response.status, error?.data.reason]
  }

  test.each(paths)('%s: nobody without a session, no banned user', async (path) => {
    expect(await reasonFor(null, path)).toEqual([401, 'UNAUTHENTICATED'])
    expect(await reasonFor(await harness().newUser({ banned: true }), path)).toEqual([403, 'USER_BANNED'])
    const banned = await harness().newUser({ banned: true, role: 'admin' })
    expect(await reasonFor(banned, path)).toEqual([403, 'USER_BANNED'])
  })

  test.each(admin.map((verb) => `admin.${verb}`))('%s: no user who is not an admin', async (path) => {
    expect(await reasonFor(await harness().newUser(), path)).toEqual([403, 'ADMIN_ONLY'])
  })

  test('refusals come before the input is looked at', async () => {
    const response = await harness().request(null, 'uploads.presign', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"files":',
    })
    expect(response.status).toBe(401)
  })
})
