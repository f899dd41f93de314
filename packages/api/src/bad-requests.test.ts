import { describe, expect, test } from 'vitest'
import { sharedHarness } from './testing.ts'

const harness = sharedHarness()

type Answer = { error?: { data: Record<string, unknown> } }

describe('requests that no client makes', () => {
  const json = { 'content-type': 'application/json' }
  const requests: [string, string, RequestInit, number, string][] = [
    [
      'broken JSON',
      'uploads.presign',
      { method: 'POST', headers: json, body: '{"files":' },
      400,
      'INVALID_INPUT',
    ],
    ['no body', 'uploads.presign', { method: 'POST', headers: json }, 400, 'INVALID_INPUT'],
    ['an empty body', 'uploads.presign', { method: 'POST', headers: json, body: '' }, 400, 'INVALID_INPUT'],
    ['null', 'uploads.presign', { method: 'POST', headers: json, body: 'null' }, 400, 'INVALID_INPUT'],
    ['a list', 'uploads.presign', { method: 'POST', headers: json, body: '[]' }, 400, 'INVALID_INPUT'],
    ['broken JSON in the URL', 'files.list?input={', {}, 400, 'INVALID_INPUT'],
    [
      'text',
      'uploads.presign',
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' },
      400,
      'INVALID_INPUT',
    ],
    [
      'a form',
      'uploads.presign',
      { method: 'POST', body: new URLSearchParams({ a: 'b' }) },
      400,
      'INVALID_INPUT',
    ],
    ['a mutation by GET', 'uploads.presign?input={}', {}, 400, 'INVALID_INPUT'],
    ['a query by POST', 'files.list', { method: 'POST', headers: json, body: '{}' }, 400, 'INVALID_INPUT'],
    ['an unknown procedure', 'files.eat', {}, 404, 'PROCEDURE_NOT_FOUND'],
    ['a name of every object', 'constructor', {}, 404, 'PROCEDURE_NOT_FOUND'],
    ['a batch of 21', `${Array(21).fill('files.list').join(',')}?batch=1&input={}`, {}, 400, 'INVALID_INPUT'],
    ['a batch that is a list', 'files.list,files.list?batch=1&input=7', {}, 400, 'INVALID_INPUT'],
    [
      'deep JSON',
      'uploads.presign',
      { method: 'POST', headers: json, body: `${'['.repeat(50_000)}${']'.repeat(50_000)}` },
      400,
      'INVALID_INPUT',
    ],
    [
      'a prototype',
      'uploads.presign',
      { method: 'POST', headers: json, body: '{"__proto__":{"files":[]}}' },
      400,
      'INVALID_INPUT',
    ],
  ]

  test.each(requests)('%s gets a reason and no 500', async (...[, path, init, status, reason]) => {
    const user = await harness().newUser()
    const response = await harness().request(user, path, init)
    const answer: unknown = await response.json()
    const [first] = [answer].flat() as Answer[]
    expect({ status: response.status, ...first?.error?.data }).toMatchObject({ status, reason })
    expect(first?.error?.data).toHaveProperty('requestId')
    expect(JSON.stringify(answer)).not.toMatch(/stack|node_modules|\.ts:/)
  })
})
