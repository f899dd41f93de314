import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createStorage, deleteObjects, destroyStorage } from './index.ts'

test('a key that XML cannot hold goes in a request of its own, and the others in one batch', async () => {
  const requests: string[] = []
  const server = createServer((req, res) => {
    requests.push(`${req.method} ${req.url}`)
    req.resume()
    if (req.method === 'DELETE') res.writeHead(204).end()
    else res.writeHead(200, { 'content-type': 'application/xml' }).end('<DeleteResult></DeleteResult>')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const storage = createStorage({
    bucket: 'bucket',
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
  })
  try {
    const { deleted, failed } = await deleteObjects(storage, { keys: ['a', 'b\u0001', 'c', 'd\uffff'] })
    expect([new Set(deleted), failed]).toEqual([new Set(['a', 'b\u0001', 'c', 'd\uffff']), []])
  } finally {
    destroyStorage(storage)
    server.close()
  }
  expect(requests).toEqual([
    'DELETE /bucket/b%01?x-id=DeleteObject',
    'DELETE /bucket/d%EF%BF%BF?x-id=DeleteObject',
    'POST /bucket/?delete=',
  ])
})
