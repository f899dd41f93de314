import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** One file of a built app, in memory: the apps are small and are asked for all the time. */
export type Asset = {
  body: Uint8Array<ArrayBuffer>
  type: string
  etag: string
  /** Vite puts a hash of the content into these files' names. */
  immutable: boolean
  encoded(encoding: 'br' | 'gzip'): Promise<Uint8Array<ArrayBuffer> | null>
}

/** A built single-page app. Keys are URL paths, such as `/assets/index-B1x2.js`. */
export type Site = { assets: ReadonlyMap<string, Asset>; index: Asset; inlineScriptHashes: readonly string[] }

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}
const COMPRESSED_ALREADY = new Set(['.png', '.webp', '.woff2', '.ico'])
/** Bytes. Below it a compressed answer saves no packet. */
const WORTH_COMPRESSING = 1024

/** Reads a folder that `vite build` made. @throws in words when it isn't there. */
export async function loadSite(dir: string): Promise<Site> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch((cause) => {
    throw new Error(`There is no built app in ${dir}: run pnpm build first.`, { cause })
  })
  const files = entries.filter((entry) => entry.isFile())
  const assets = new Map<string, Asset>()
  await Promise.all(
    files.map(async (file) => {
      const path = join(file.parentPath, file.name)
      const url = path.slice(dir.length).replaceAll('\\', '/')
      assets.set(url, toAsset(url, new Uint8Array(await readFile(path))))
    }),
  )
  const index = assets.get('/index.html')
  if (!index) throw new Error(`There is no index.html in ${dir}: run pnpm build first.`)
  return { assets, index, inlineScriptHashes: hashInlineScripts(Buffer.from(index.body).toString('utf8')) }
}

function toAsset(url: string, body: Uint8Array<ArrayBuffer>): Asset {
  const extension = extname(url).toLowerCase()
  const compressible = !COMPRESSED_ALREADY.has(extension) && body.length >= WORTH_COMPRESSING
  const variants = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()
  return {
    body,
    type: TYPES[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    immutable: url.startsWith('/assets/'),
    encoded: async (encoding) => {
      if (!compressible) return null
      const variant = variants.get(encoding) ?? compress(body, encoding)
      variants.set(encoding, variant)
      return variant
    },
  }
}

/** Once an encoding and file, when first asked for: start-up waits for none of it. */
async function compress(
  body: Uint8Array<ArrayBuffer>,
  encoding: 'br' | 'gzip',
): Promise<Uint8Array<ArrayBuffer>> {
  const result =
    encoding === 'br'
      ? await promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 8 } })
      : await promisify(gzip)(body, { level: 9 })
  return new Uint8Array(result)
}

/** The Content-Security-Policy source of each inline script: exactly these may run, no others. */
function hashInlineScripts(html: string): string[] {
  const scripts = html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi)
  return [...scripts].map(([, code = '']) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`)
}
