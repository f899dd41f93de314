import { expect, test } from 'vitest'
import { createClient } from './client.ts'
import { messageOf, reasonOf } from './errors.ts'
import { presignFiles, type UploadRequest } from './presign-files.ts'

/** A server that refuses names with a `!`, and more than so many bytes in all; `calls` counts its work. */
function openServer(room = Number.POSITIVE_INFINITY) {
  const calls: number[] = []
  let left = room
  const client = createClient({
    url: 'http://server.test/trpc',
    async fetch(_, init) {
      const [{ files }] = Object.values(JSON.parse(String(init?.body))) as [{ files: UploadRequest[] }]
      calls.push(files.length)
      const bad = files.findIndex(({ name }) => name.includes('!'))
      if (bad >= 0) return refuse('INVALID_FILE_NAME', `files.${bad}.name`)
      const bytes = files.reduce((sum, { size }) => sum + size, 0)
      if (bytes > left) return refuse('QUOTA_EXCEEDED', null)
      left -= bytes
      const uploads = files.map(({ name }) => ({ plan: 'put', uploadId: name }))
      return Response.json([{ result: { data: { uploads } } }])
    },
  })
  return { client, calls }
}

function refuse(reason: string, field: string | null) {
  const data = { reason, field, message: 'No.', code: 'BAD_REQUEST', httpStatus: 400 }
  return Response.json([{ error: { message: `${field} is no good.`, code: -32600, data } }], { status: 400 })
}

function named(...names: string[]): UploadRequest[] {
  return names.map((name) => ({ name, size: 1, contentType: 'text/plain' }))
}

async function told(client: ReturnType<typeof openServer>['client'], files: UploadRequest[]) {
  const outcomes = await presignFiles(client, files)
  return outcomes.map((outcome) => ('value' in outcome ? outcome.value.uploadId : reasonOf(outcome.error)))
}

test('one bad name does not keep the others from being planned', async () => {
  const { client, calls } = openServer()
  expect(await told(client, named('a', 'b!', 'c', 'd!', 'e'))).toEqual([
    'a',
    'INVALID_FILE_NAME',
    'c',
    'INVALID_FILE_NAME',
    'e',
  ])
  expect(calls).toEqual([5, 4, 3])
})

test('what fits into the quota is taken in order, the rest is refused', async () => {
  const { client } = openServer(5)
  const files = named('1', '2', '3', '4', '5', '6', '7', '8')
  const full = Array.from({ length: 3 }, () => 'QUOTA_EXCEEDED')
  expect(await told(client, files)).toEqual(['1', '2', '3', '4', '5', ...full])
})

test('a refusal keeps its sentence for people', async () => {
  const { client } = openServer()
  const [, outcome] = await presignFiles(client, named('a', 'b!'))
  expect(outcome && 'error' in outcome && messageOf(outcome.error)).toBe('The name is no good.')
})
