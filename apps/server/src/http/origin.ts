import type { AppContext, Deps } from './types.ts'

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])
const BEARER = /^bearer +\S+ *$/i

/**
 * Whether a request may be another site's, made with our user's cookies. Browsers name the site they act
 * for in `Origin` on every write, so a write with cookies must name one of ours. Bearer tokens can't be
 * sent by other sites, and where there is one it counts alone: scripts that use them need no Origin, also
 * when they keep a load balancer's cookies.
 */
export function isForeignWrite(
  c: AppContext,
  { webUrl, adminUrl }: Pick<Deps, 'webUrl' | 'adminUrl'>,
): boolean {
  if (READS.has(c.req.method)) return false
  const origin = c.req.header('origin')
  if (origin === webUrl || origin === adminUrl) return false
  return c.req.header('cookie') !== undefined && !BEARER.test(c.req.header('authorization') ?? '')
}

/** Signing in from another site is refused even without cookies: it would sign a visitor in as somebody else. */
export function isForeignSignIn(c: AppContext, deps: Pick<Deps, 'webUrl' | 'adminUrl'>): boolean {
  const origin = c.req.header('origin')
  const foreign = origin !== undefined && origin !== deps.webUrl && origin !== deps.adminUrl
  return isForeignWrite(c, deps) || (foreign && !READS.has(c.req.method))
}
