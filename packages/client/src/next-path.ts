/**
 * Where to go after signing in: a path of this origin, else `/`. `next` comes from the URL, so another
 * site's address in it (`//evil.example`, `/\evil.example`, `javascript:`) must lead nowhere.
 */
export function nextPath(next: unknown, origin: string): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/'
  let url: URL
  try {
    url = new URL(next, origin)
  } catch {
    // Not an address at all, such as `//[`.
    return '/'
  }
  // Dot segments can leave a path that begins with `//`, which would be another host when read again.
  if (url.origin !== origin || url.pathname.startsWith('//')) return '/'
  if (url.pathname === '/sign-in' || url.pathname === '/sign-up') return '/'
  return `${url.pathname}${url.search}${url.hash}`
}
