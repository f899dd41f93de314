/** What browsers only show or play. SVG is missing: opened by itself, it runs scripts. */
const SHOWN = new Set([
  'application/pdf',
  'image/avif',
  'image/bmp',
  'image/gif',
  'image/heic',
  'image/heif',
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/x-icon',
  'image/vnd.microsoft.icon',
])
const PLAYED = /^(audio|video)\/[a-z0-9.+-]+$/
const READ = new Set(['text/plain', 'text/csv', 'text/markdown', 'application/json'])

/**
 * The content type under which a file may open in the browser, or null when it may only be downloaded.
 * Nothing in the list runs: it isn't the declared type that decides, but the one that is answered.
 */
export function inlineType(contentType: string): string | null {
  if (SHOWN.has(contentType) || PLAYED.test(contentType)) return contentType
  return READ.has(contentType) ? 'text/plain; charset=utf-8' : null
}
