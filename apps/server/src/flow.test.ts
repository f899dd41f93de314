import { createHash, randomBytes } from 'node:crypto'
import { headObject } from '@holdall/storage'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from './testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

test('a file goes from sign-up to an empty bucket over HTTP alone', async () => {
  const { client, token } = await server.signUp()
  expect(token).toMatch(/\S{20,}/)
  const bytes = randomBytes(100_000)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const name = 'Bericht – 報告 "final".pdf'

  const { uploads } = await client.uploads.presign.mutate({
    files: [{ name, size: bytes.length, contentType: 'application/pdf', sha256 }],
  })
  const [upload] = uploads
  if (upload?.plan !== 'put') throw new Error('nothing was presigned')
  const put = await fetch(upload.url, { method: upload.method, headers: upload.headers, body: bytes })
  expect(put.status).toBe(200)

  const { file } = await client.uploads.save.mutate({ uploadId: upload.uploadId })
  expect(file).toMatchObject({ id: upload.uploadId, name, size: bytes.length, sha256, kind: 'pdf' })
  const again = await client.uploads.save.mutate({ uploadId: upload.uploadId })
  expect(again).toEqual({ file })
  expect((await client.files.list.query({})).files).toEqual([file])

  const download = await client.files.presignDownload.mutate({ id: file.id })
  const got = await fetch(download.url)
  expect(got.status).toBe(200)
  expect(Buffer.from(await got.arrayBuffer()).equals(bytes)).toBe(true)
  expect(got.headers.get('content-disposition')).toContain(
    `filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", '%27')}`,
  )

  await client.files.trash.mutate({ id: file.id })
  expect((await client.files.list.query({})).files).toEqual([])
  expect((await client.files.list.query({ trashed: true })).files).toHaveLength(1)
  await client.files.restore.mutate({ id: file.id })
  expect((await client.files.list.query({})).files).toHaveLength(1)
  await client.files.trash.mutate({ id: file.id })

  const { objectKey } = await server.deps.db.s3File.findUniqueOrThrow({ where: { publicId: file.id } })
  expect(await headObject(server.deps.storage, { key: objectKey })).not.toBeNull()
  await client.files.purge.mutate({ id: file.id })
  await server.background.settled()
  expect(await headObject(server.deps.storage, { key: objectKey })).toBeNull()
  expect(await client.files.usage.query()).toMatchObject({ pendingBytes: 0, storedBytes: 0, trashedBytes: 0 })
})

test('the browser flow works by cookie from both apps, and calls of one batch are answered in order', async () => {
  const { cookie } = await server.signUp()
  for (const origin of [server.env.WEB_URL, server.env.ADMIN_URL]) {
    const response = await fetch(
      `${server.url}/trpc/files.usage,files.list?batch=1&input=%7B%221%22%3A%7B%7D%7D`,
      {
        headers: { cookie, origin },
      },
    )
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject([
      { result: { data: { storedCount: 0 } } },
      { result: { data: { files: [] } } },
    ])
  }
  const write = await fetch(`${server.url}/trpc/uploads.presign`, {
    method: 'POST',
    headers: { cookie, origin: server.env.WEB_URL, 'content-type': 'application/json' },
    body: JSON.stringify({ files: [{ name: 'a.txt', size: 1, contentType: 'text/plain' }] }),
  })
  expect(write.status).toBe(200)
})
