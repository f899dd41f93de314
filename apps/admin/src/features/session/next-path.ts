/**
 * Where to go after signing in: a path of this site, else the start page. `next` comes from the URL, so
 * another site's address in it (`//evil.example`, `/\evil.example`, `javascript:`) must lead nowhere.
 */
export function nextPath(next: unknown, origin: string): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/'
  let url: URL
  try {
    url = new URL(next, origin)
  } catch {
    return '/'
  }
  if (url.origin !== origin || url.pathname.startsWith('//') || url.pathname === '/sign-in') return '/'
  return `${url.pathname}${url.search}${url.hash}`
}
