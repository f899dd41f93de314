/** Which driver speaks to the database. */
export type Adapter = 'neon' | 'pg'

/** @throws when the URL isn't a Postgres one; the message never repeats the URL, which holds a password. */
export function parseDatabaseUrl(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed?.protocol !== 'postgres:' && parsed?.protocol !== 'postgresql:') {
    throw new Error('The database URL must look like postgres://user:password@host:5432/database')
  }
  return parsed
}

/** Neon's hosts are spoken to through its serverless driver, every other Postgres through pg. */
export function adapterFor(url: string): Adapter {
  const { hostname } = parseDatabaseUrl(url)
  return hostname === 'neon.tech' || hostname.endsWith('.neon.tech') ? 'neon' : 'pg'
}

/**
 * What pg is given. Neon's connection strings say `sslmode=require`, which pg takes for `verify-full` but
 * warns about, since a later version will mean less by it: the certificate is to be verified either way.
 */
export function pgConnectionString(url: string): string {
  const parsed = parseDatabaseUrl(url)
  const { searchParams } = parsed
  if (
    !searchParams.has('uselibpqcompat') &&
    /^(prefer|require|verify-ca)$/.test(searchParams.get('sslmode') ?? '')
  ) {
    searchParams.set('sslmode', 'verify-full')
  }
  return parsed.href
}
