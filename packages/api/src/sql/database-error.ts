import { Prisma } from '@holdall/db'

/** Postgres ended the statement in favour of another one; the same statement may succeed now. */
export function isWriteConflict(error: unknown): boolean {
  return (
    codeOf(error) === 'P2034' ||
    kindOf(error) === 'TransactionWriteConflict' ||
    ['40001', '40P01'].includes(sqlStateOf(error))
  )
}

/** A row with this key is there already. */
export function isDuplicate(error: unknown): boolean {
  return kindOf(error) === 'UniqueConstraintViolation' || sqlStateOf(error) === '23505'
}

/** No connection, none free in time, too many, or one that broke; the data itself is not at fault. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true
  return (
    UNAVAILABLE_CODES.has(codeOf(error)) ||
    UNAVAILABLE_KINDS.has(kindOf(error)) ||
    // Class 08: connection exception; 53: insufficient resources; 57P: shutdown, crash, cannot connect now.
    /^(08|53|57P)/.test(sqlStateOf(error)) ||
    LOST_CONNECTION.test(textAt(error, ['message']))
  )
}

const UNAVAILABLE_CODES = new Set([
  'P1000', 'P1001', 'P1002', 'P1003', 'P1008', 'P1010', 'P1011', 'P1017', 'P2024', 'P2028', 'P2037',
  'ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH',
]) // biome-ignore format: codes

const UNAVAILABLE_KINDS = new Set([
  'AuthenticationFailed',
  'ConnectionClosed',
  'DatabaseAccessDenied',
  'DatabaseDoesNotExist',
  'DatabaseNotReachable',
  'SocketTimeout',
  'TlsConnectionError',
  'TooManyConnections',
])

/** What has no code: pg's own errors, and Neon's driver, which throws the WebSocket's event as it is. */
const LOST_CONNECTION =
  /Connection terminated|timeout exceeded when trying to connect|encountered a connection error|\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH)\b|Unexpected server response|socket hang up|WebSocket was closed/i

function codeOf(error: unknown): string {
  return textAt(error, ['code'])
}

/** What Prisma's driver adapters call it; below `meta` in the error of a raw query. */
function kindOf(error: unknown): string {
  return textAt(error, ['meta', 'driverAdapterError', 'cause', 'kind']) || textAt(error, ['cause', 'kind'])
}

function sqlStateOf(error: unknown): string {
  return (
    textAt(error, ['meta', 'driverAdapterError', 'cause', 'originalCode']) ||
    textAt(error, ['cause', 'originalCode']) ||
    textAt(error, ['meta', 'code'])
  )
}

function textAt(value: unknown, path: readonly string[]): string {
  let at = value
  for (const name of path) {
    if (typeof at !== 'object' || at === null) return ''
    at = (at as Record<string, unknown>)[name]
  }
  return typeof at === 'string' ? at : ''
}
