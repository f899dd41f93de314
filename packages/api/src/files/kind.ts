import type { FileKind } from '../fields.ts'

const ARCHIVES =
  /^application\/(zip|gzip|x-gzip|zstd|x-tar|x-7z-compressed|vnd\.rar|x-rar(-compressed)?|x-bzip2?|x-xz|x-zip-compressed|java-archive)$/
const DOCUMENTS =
  /^application\/(msword|rtf|epub\+zip|vnd\.(openxmlformats-officedocument|oasis\.opendocument|ms-(word|excel|powerpoint|outlook)|apple\.(pages|numbers|keynote)|visio)\b.*)$/
const TEXTS =
  /^(text\/.+|application\/(json|xml|javascript|x-javascript|ecmascript|yaml|x-yaml|toml|sql|x-sh|x-httpd-php|x-ndjson|(.+\+(json|xml|yaml))))$/

/** What people filter by. Made from the declared type alone: nothing here has seen the bytes. */
export function kindOf(contentType: string): FileKind {
  if (contentType.startsWith('image/')) return 'image'
  if (contentType.startsWith('video/')) return 'video'
  if (contentType.startsWith('audio/')) return 'audio'
  if (contentType === 'application/pdf') return 'pdf'
  if (ARCHIVES.test(contentType)) return 'archive'
  if (DOCUMENTS.test(contentType)) return 'document'
  if (TEXTS.test(contentType)) return 'text'
  return 'other'
}
