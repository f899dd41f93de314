import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export type RoundTrips = {
  /** The database, reached through the counter. */
  url: string
  /** How often a client has waited for the database since the last call of this function. */
  take: () => number
} & AsyncDisposable

/**
 * A TCP proxy that counts what clients wait for: each simple query and each Sync of the extended protocol,
 * which ends one exchange (https://www.postgresql.org/docs/current/protocol-message-formats.html).
 */
export async function countRoundTrips(databaseUrl: string): Promise<RoundTrips> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let count = 0
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    const messages = messageTypes()
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      // Either end going takes the other with it: that is all that an error means here.
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
    }
    client.on('data', (chunk) => {
      count += messages(chunk).filter((type) => type === 'Q' || type === 'S').length
    })
    client.pipe(upstream).pipe(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the proxy has no port')
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String(address.port)
  return {
    url: url.href,
    take: () => {
      const taken = count
      count = 0
      return taken
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Reads the types of a client's messages off its stream, however it is cut into chunks. */
function messageTypes(): (chunk: Buffer) => string[] {
  let buffered = Buffer.alloc(0)
  let started = false
  return (chunk) => {
    buffered = Buffer.concat([buffered, chunk])
    const types: string[] = []
    for (;;) {
      // Before the session begins, messages have a length but no type.
      const head = started ? 1 : 0
      if (buffered.length < head + 4) return types
      const length = head + buffered.readUInt32BE(head)
      if (buffered.length < length) return types
      if (started) types.push(String.fromCharCode(buffered.readUInt8(0)))
      started = true
      buffered = buffered.subarray(length)
    }
  }
}
