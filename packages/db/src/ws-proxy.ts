import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { neonConfig } from '@neondatabase/serverless'
import { createWebSocketStream, WebSocket, WebSocketServer } from 'ws'

export type WsProxy = { port: number } & AsyncDisposable

/**
 * Neon's driver speaks Postgres' protocol inside a WebSocket. This is the other end of it: it carries each
 * socket's bytes to the Postgres of `postgresUrl`, and sets Neon's driver up to come here, for any host,
 * until it is disposed of.
 */
export async function startWsProxy(postgresUrl: string): Promise<WsProxy> {
  const { hostname, port } = new URL(postgresUrl)
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  server.on('connection', (socket) => {
    const stream = createWebSocketStream(socket)
    const tcp = connect({ host: hostname, port: Number(port || 5432) })
    // Either end's failure ends the other, as a network between them would.
    stream.on('error', () => tcp.destroy()).on('close', () => tcp.destroy())
    tcp.on('error', () => socket.terminate()).on('close', () => socket.terminate())
    stream.pipe(tcp).pipe(stream)
  })
  await once(server, 'listening')
  const address = server.address() as AddressInfo

  const { webSocketConstructor, wsProxy, useSecureWebSocket, pipelineTLS, pipelineConnect } = neonConfig
  const before = { webSocketConstructor, wsProxy, useSecureWebSocket, pipelineTLS, pipelineConnect }
  Object.assign(neonConfig, {
    webSocketConstructor: WebSocket,
    wsProxy: () => `127.0.0.1:${address.port}/v1`,
    useSecureWebSocket: false,
    pipelineTLS: false,
    pipelineConnect: false,
  })

  return {
    port: address.port,
    async [Symbol.asyncDispose]() {
      Object.assign(neonConfig, before)
      for (const socket of server.clients) socket.terminate()
      await new Promise<void>((resolve, reject) =>
        server.close((error) => (error ? reject(error) : resolve())),
      )
    },
  }
}
