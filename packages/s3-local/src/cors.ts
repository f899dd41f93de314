import { S3Error } from './errors.ts'

export type CorsRule = {
  id?: string
  allowedOrigins: readonly string[]
  allowedMethods: readonly string[]
  allowedHeaders: readonly string[]
  exposeHeaders: readonly string[]
  maxAgeSeconds?: number
}

export type CorsQuery = {
  /** The `Origin` header. */
  origin: string
  /** `Access-Control-Request-Method` of a preflight, else the request's own method. */
  method: string
  /** Names of `Access-Control-Request-Headers` as sent; null for a request that is no preflight. */
  requestHeaders: readonly string[] | null
}

/** Refuses what PutBucketCors refuses. */
export function validateCors(rules: readonly CorsRule[]): void {
  throw new S3Error('NotImplemented', { message: String(rules.length) })
}

/** The response headers of the first rule that matches, or null where none does. */
export function matchCors(rules: readonly CorsRule[], query: CorsQuery): Record<string, string> | null {
  throw new S3Error('NotImplemented', { message: `${rules.length} ${query.origin}` })
}
