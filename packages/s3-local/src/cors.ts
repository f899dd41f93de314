import { S3Error } from './errors.ts'

export type CorsRule = {
  id?: string
  allowedOrigins: readonly string[]
  allowedMethods: readonly string[]
  allowedHeaders: readonly string[]
  exposeHeaders: readonly string[]
  maxAgeSeconds?: number
}

type CorsQuery = {
  /** The `Origin` header. */
  origin: string
  /** `Access-Control-Request-Method` of a preflight, else the request's own method. */
  method: string
  /** Names of `Access-Control-Request-Headers` as sent; null for a request that is no preflight. */
  requestHeaders: readonly string[] | null
}

type PreflightRequest = {
  origin: string | undefined
  /** `Access-Control-Request-Method` */
  method: string | undefined
  /** `Access-Control-Request-Headers` */
  headers: string | undefined
  resourceType: 'BUCKET' | 'OBJECT'
}

const METHODS = new Set(['GET', 'PUT', 'HEAD', 'POST', 'DELETE'])
const MAX_RULES = 100
const MAX_ID_LENGTH = 255
const VARY = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method'

/** Refuses what PutBucketCors refuses. Source: Amazon S3 API reference, PutBucketCors and CORSRule. */
export function validateCors(rules: readonly CorsRule[]): void {
  if (rules.length === 0) throw new S3Error('MalformedXML')
  if (rules.length > MAX_RULES) {
    throw invalid(`The number of CORS rules should not exceed allowed limit of ${MAX_RULES} rules.`)
  }
  for (const rule of rules) validateRule(rule)
}

/** The response headers of the first rule that matches, or null where none does. */
export function matchCors(rules: readonly CorsRule[], query: CorsQuery): Record<string, string> | null {
  const { origin, method } = query
  const requested = query.requestHeaders
    ?.map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
  for (const rule of rules) {
    const allowed = rule.allowedOrigins.find((pattern) => matches(pattern, origin))
    if (allowed === undefined || !rule.allowedMethods.includes(method)) continue
    const patterns = rule.allowedHeaders.map((pattern) => pattern.toLowerCase())
    if (requested?.some((name) => !patterns.some((pattern) => matches(pattern, name)))) continue
    return {
      'access-control-allow-origin': allowed === '*' ? '*' : origin,
      'access-control-allow-methods': rule.allowedMethods.join(', '),
      ...(requested?.length ? { 'access-control-allow-headers': requested.join(', ') } : {}),
      ...(rule.exposeHeaders.length > 0 && {
        'access-control-expose-headers': rule.exposeHeaders.join(', '),
      }),
      ...(rule.maxAgeSeconds !== undefined && { 'access-control-max-age': String(rule.maxAgeSeconds) }),
      // Browsers refuse credentials together with a wildcard, so S3 allows them to a named origin only.
      ...(allowed !== '*' && { 'access-control-allow-credentials': 'true' }),
      vary: VARY,
    }
  }
  return null
}

/** The headers that answer a preflight (OPTIONS). `rules` is null for a bucket without a configuration. */
export function answerPreflight(
  rules: readonly CorsRule[] | null,
  request: PreflightRequest,
): Record<string, string> {
  const { origin, method } = request
  if (!origin) {
    throw new S3Error('BadRequest', { message: 'Insufficient information. Origin request header needed.' })
  }
  if (!method || !METHODS.has(method)) {
    throw new S3Error('BadRequest', { message: `Invalid Access-Control-Request-Method: ${method || 'null'}` })
  }
  const extra = { Method: method, ResourceType: request.resourceType }
  if (!rules) {
    throw new S3Error('AccessForbidden', {
      message: 'CORSResponse: CORS is not enabled for this bucket.',
      extra,
    })
  }
  const requestHeaders = request.headers?.split(',') ?? []
  const headers = matchCors(rules, { origin, method, requestHeaders })
  if (!headers) throw new S3Error('AccessForbidden', { extra })
  return headers
}

function validateRule(rule: CorsRule): void {
  if (rule.allowedOrigins.length === 0 || rule.allowedMethods.length === 0) throw new S3Error('MalformedXML')
  if (rule.id !== undefined && rule.id.length > MAX_ID_LENGTH) {
    throw invalid(`The CORS rule ID should be no longer than ${MAX_ID_LENGTH} characters.`)
  }
  const { maxAgeSeconds: maxAge } = rule
  if (maxAge !== undefined && !(Number.isInteger(maxAge) && maxAge >= 0 && maxAge < 2 ** 31)) {
    throw new S3Error('MalformedXML')
  }
  const method = rule.allowedMethods.find((name) => !METHODS.has(name))
  if (method !== undefined) {
    throw invalid(`Found unsupported HTTP method in CORS config. Unsupported method is ${method}`)
  }
  const origin = rule.allowedOrigins.find((pattern) => wildcards(pattern) > 1)
  if (origin !== undefined) throw invalid(`AllowedOrigin "${origin}" can not have more than one wildcard.`)
  const header = rule.allowedHeaders.find((pattern) => wildcards(pattern) > 1)
  if (header !== undefined) throw invalid(`AllowedHeader "${header}" can not have more than one wildcard.`)
  const exposed = rule.exposeHeaders.find((name) => wildcards(name) > 0)
  if (exposed !== undefined) {
    throw invalid(
      `ExposeHeader "${exposed}" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
    )
  }
}

function wildcards(pattern: string): number {
  return pattern.split('*').length - 1
}

/** A pattern has one `*` at most, which stands for any run of characters. */
function matches(pattern: string, text: string): boolean {
  const at = pattern.indexOf('*')
  if (at < 0) return pattern === text
  const start = pattern.slice(0, at)
  const end = pattern.slice(at + 1)
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end)
}

function invalid(message: string): S3Error {
  return new S3Error('InvalidRequest', { message })
}
