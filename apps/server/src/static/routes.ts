import { Hono } from 'hono'
import { jsonError } from '../http/errors.ts'
import { hostNameOf } from '../http/request.ts'
import type { AppContext, AppEnv, Deps } from '../http/types.ts'
import type { Asset, Site } from './site.ts'

type SiteDeps = Pick<Deps, 'webUrl' | 'adminUrl' | 'storage' | 'trustProxy'>

/** Serves each app on its own host name: cookies know hosts, not ports or paths. */
export function siteRoutes(deps: SiteDeps, sites: { web: Site; admin: Site }): Hono<AppEnv> {
  const { storage, webUrl, adminUrl, trustProxy } = deps
  const bucket = [
    ...new Set([storage.baseUrl.origin, storage.publicUrl && new URL(storage.publicUrl).origin]),
  ]
  const buckets = bucket.filter((origin) => origin !== null).join(' ')
  const byHost = new Map([
    [new URL(webUrl).hostname, { site: sites.web, policy: contentPolicy(sites.web, buckets) }],
    [new URL(adminUrl).hostname, { site: sites.admin, policy: contentPolicy(sites.admin, buckets) }],
  ])
  const routes = new Hono<AppEnv>()
  routes.get('*', async (c) => {
    const found = byHost.get(hostNameOf(c, trustProxy))
    if (!found) {
      return jsonError(c, 421, { reason: 'UNKNOWN_HOST', message: `Open ${webUrl} or ${adminUrl} instead.` })
    }
    const asset = lookUp(found.site, c.req.path)
    if (!asset) {
      return jsonError(c, 404, { reason: 'NOT_FOUND', message: 'There is nothing at this address.' })
    }
    // On scripts too: a worker is bound by the policy that its own script came with.
    c.header('content-security-policy', found.policy)
    return send(c, asset)
  })
  return routes
}

/** Paths without a file extension are the app's own routes: it gets its page and finds them itself. */
function lookUp(site: Site, path: string): Asset | null {
  const asset = site.assets.get(path)
  if (asset) return asset
  const lastSegment = path.slice(path.lastIndexOf('/') + 1)
  return path.startsWith('/assets/') || lastSegment.includes('.') ? null : site.index
}

async function send(c: AppContext, asset: Asset): Promise<Response> {
  c.header('cache-control', asset.immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
  c.header('etag', asset.etag)
  c.header('vary', 'Accept-Encoding')
  if (c.req.header('if-none-match')?.includes(asset.etag)) return c.body(null, 304)
  c.header('content-type', asset.type)
  const accepted = c.req.header('accept-encoding') ?? ''
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null
  const encoded = encoding && (await asset.encoded(encoding))
  if (encoding && encoded) c.header('content-encoding', encoding)
  return c.body(encoded ?? asset.body)
}

/**
 * Scripts and styles come from us alone.
 * Bytes go to and come from the bucket; files are looked at in images, media elements and frames from it.
 */
function contentPolicy(site: Site, bucket: string): string {
  return [
    "default-src 'none'",
    ["script-src 'self'", ...site.inlineScriptHashes].join(' '),
    "style-src 'self'",
    "font-src 'self'",
    `img-src 'self' data: blob: ${bucket}`,
    `media-src 'self' blob: ${bucket}`,
    `connect-src 'self' ${bucket}`,
    `frame-src ${bucket}`,
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
