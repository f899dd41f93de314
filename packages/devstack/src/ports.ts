import { createServer } from 'node:net'
import { StackError } from './errors.ts'

/** A port of the loopback interface that was free a moment ago. */
export function freePort(): Promise<number> {
  return listen(0, '127.0.0.1')
}

/** Whether nothing listens on this port of either loopback address: Vite may choose the IPv6 one. */
async function isFree(port: number): Promise<boolean> {
  const taken = (error: NodeJS.ErrnoException) => error.code === 'EADDRINUSE' || error.code === 'EACCES'
  const problems = await Promise.all(
    ['127.0.0.1', '::1'].map((host) =>
      listen(port, host).then(
        () => null,
        (error) => error,
      ),
    ),
  )
  // A machine without IPv6 answers EADDRNOTAVAIL, which is no one else's listening.
  return !problems.some((problem) => problem && taken(problem))
}

/** Fails with the sentence that says which port is taken, what wants it and which variable moves it. */
export async function claimPort({ port, wants, variable }: PortWish): Promise<void> {
  if (port === 0 || (await isFree(port))) return
  throw portTaken({ port, wants, variable })
}

export type PortWish = { port: number; wants: string; variable: string }

export function portTaken({ port, wants, variable }: PortWish): StackError {
  return new StackError(
    `Port ${port} is taken, and ${wants} wants it: stop what uses it, or set ${variable} to another port.`,
  )
}

function listen(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port))
    })
  })
}
