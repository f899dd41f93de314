import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createStorage, destroyStorage, setUpBucket } from './index.ts'

const config = {
  bucket: 'bucket',
  region: 'us-east-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 's' },
}

test.each([
  '*',
  'https://*.example.com',
  'https://example.com/',
  'https://example.com/app',
  'example.com',
  'null',
  '',
])('%j is refused as an origin before anything is asked', async (origin) => {
  const storage = createStorage({ ...config, endpoint: 'http://127.0.0.1:1' })
  await expect(setUpBucket(storage, { origins: ['https://ok.example.com', origin] })).rejects.toThrow(
    RangeError,
  )
})

test('without an origin no browser could upload, so it is refused', async () => {
  const storage = createStorage({ ...config, endpoint: 'http://127.0.0.1:1' })
  await expect(setUpBucket(storage, { origins: [] })).rejects.toThrow(RangeError)
})

test('a server that answers 200 to what it does not know has its settings skipped, not believed', async () => {
  const server = createServer((req, res) => {
    req.resume()
    // As old servers do: any PUT of a bucket creates it, any GET of one lists it.
    if (req.method === 'GET') res.setHeader('content-type', 'application/xml')
    res.end(req.method === 'GET' ? '<ListBucketResult><Name>bucket</Name></ListBucketResult>' : '')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const storage = createStorage({
    ...config,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  })
  try {
    expect(await setUpBucket(storage, { origins: ['https://ok.example.com'] })).toEqual({
      skipped: ['public-access-block', 'public-policy', 'cors', 'lifecycle', 'encryption'],
    })
  } finally {
    destroyStorage(storage)
    server.close()
  }
})
