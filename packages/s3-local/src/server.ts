import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answer } from './answer.ts'
import type { ServerContext } from './call.ts'
import { answerFaults, FAULT_PATH } from './fault-endpoint.ts'
import { createFaultRules } from './fault-rules.ts'
import type { FaultHook } from './faults.ts'
import { runLifecycle } from './lifecycle.ts'
import { refuseConnection } from './refuse-connection.ts'
import { openStore } from './store/store.ts'

export type S3Options = {
  /** Everything is kept under this folder; it is made if it isn't there. */
  dir: string
  /** 0, the default, takes any free port. */
  port?: number
  /** Loopback by default: this server is for development and tests. */
  host?: string
  credentials: ReadonlyArray<{ accessKeyId: string; secretAccessKey: string }>
  region?: string
  /** Makes chosen requests fail. */
  faults?: FaultHook
  /** Serves `/-/faults`, where other processes can make requests fail. */
  faultEndpoint?: boolean
  now?: () => Date
  /** Told of errors that aren't the client's; without it they are warnings of the process. */
  onError?: (error: unknown) => void
}

export type RunningS3 = { url: string; port: number; close(): Promise<void> }

const LIFECYCLE_INTERVAL_MS = 60 * 60 * 1000

/** Starts an S3 server on the data in `dir`, after sweeping what a crash may have left there. */
export async function startS3(options: S3Options): Promise<RunningS3> {
  const { host = '127.0.0.1', region = 'us-east-1', now = () => new Date() } = options
  const store = await openStore(options.dir)
  const context: ServerContext = {
    store,
    region,
    credentials: new Map(options.credentials.map((each) => [each.accessKeyId, each.secretAccessKey])),
    now,
  }
  await runLifecycle(store, now())
  const rules = createFaultRules()
  const faults = options.faults ? [options.faults, rules.hook] : [rules.hook]
  const onError = options.onError ?? warn
  const answerOptions = { server: context, baseHosts: ['localhost', host], faults, onError }
  const server = createServer({
    maxHeaderSize: 32 * 1024,
    keepAliveTimeout: 20_000,
    requestTimeout: 0,
    headersTimeout: 20_000,
  })
  const underWay = new Set<Promise<void>>()
  const track = (work: Promise<void>) => {
    const done = work.catch(onError).finally(() => underWay.delete(done))
    underWay.add(done)
  }
  const serve = (continueExpected: boolean) => (request: IncomingMessage, response: ServerResponse) => {
    const isFaults = options.faultEndpoint && request.url === FAULT_PATH
    track(
      isFaults
        ? answerFaults(rules, request, response)
        : answer(request, response, continueExpected, answerOptions),
    )
  }
  server.on('request', serve(false))
  server.on('checkContinue', serve(true))
  // S3 takes a request that expects something else as if it expected nothing.
  server.on('checkExpectation', serve(false))
  server.on('clientError', refuseConnection)
  await listen(server, options.port ?? 0, host)
  const { port } = server.address() as AddressInfo

  const timer = setInterval(() => track(runLifecycle(store, now())), LIFECYCLE_INTERVAL_MS)
  timer.unref()

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    async close() {
      clearInterval(timer)
      await new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      })
      // Requests that were cut still clean up after themselves: the folder is at rest when this resolves.
      await Promise.all(underWay)
    },
  }
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error))
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
