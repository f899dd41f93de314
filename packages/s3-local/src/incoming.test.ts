import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, test } from 'vitest'
import { ClientGoneError, incomingBody } from './incoming.ts'

/** What reading the body of this request came to, with a server that drops an idle one after `idleMs`. */
async function readBody(bytes: string, { idleMs, end }: { idleMs: number; end: boolean }): Promise<unknown> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => {
    socket.write(bytes)
    if (end) socket.end()
  })
  const [request, response] = await once(server, 'request')
  request.on('error', () => undefined)
  try {
    const chunks: Buffer[] = []
    for await (const chunk of incomingBody({ request, response, continueExpected: false }, idleMs))
      chunks.push(chunk)
    return Buffer.concat(chunks).toString()
  } catch (error) {
    return error
  } finally {
    socket.destroy()
    server.close()
  }
}

const HEAD = 'PUT / HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\n'

test('a whole body comes through', async () => {
  expect(await readBody(`${HEAD}body`, { idleMs: 60_000, end: false })).toBe('body')
})

test('a body on which nothing moves is RequestTimeout, and the connection still stands', async () => {
  expect(await readBody(`${HEAD}bo`, { idleMs: 20, end: false })).toMatchObject({ code: 'RequestTimeout' })
})

test('a body that breaks off has nobody left to be answered', async () => {
  expect(await readBody(`${HEAD}bo`, { idleMs: 60_000, end: true })).toBeInstanceOf(ClientGoneError)
})
