import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { createStorage } from '@holdall/storage'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { siteRoutes } from './routes.ts'
import { loadSite } from './site.ts'

const SCRIPT = 'document.documentElement.dataset.theme = "dark"'
const CODE = 'export const holdall = 1;\n'.repeat(200)

let dir: string
let routes: ReturnType<typeof siteRoutes>
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'holdall-sites-'))
  for (const app of ['web', 'admin']) {
    await mkdir(join(dir, app, 'assets'), { recursive: true })
    await writeFile(join(dir, app, 'index.html'), `<!doctype html><script>${SCRIPT}</script><p>${app}</p>`)
    await writeFile(join(dir, app, 'assets', 'index-abc123.js'), CODE)
  }
  await writeFile(join(dir, 'secret.txt'), 'outside')
  const storage = createStorage({
    bucket: 'files',
    region: 'eu-central-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    publicUrl: 'https://cdn.example.com/files',
  })
  const sites = { web: await loadSite(join(dir, 'web')), admin: await loadSite(join(dir, 'admin')) }
  const addresses = { webUrl: 'http://localhost:3000', adminUrl: 'http://admin.localhost:3000' }
  routes = siteRoutes({ ...addresses, storage, trustProxy: 0 }, sites)
})
afterAll(() => rm(dir, { recursive: true }))

const WEB = 'http://localhost:3000'
const ADMIN = 'http://admin.localhost:3000'

test('each app is served on its own host name, whatever route of it is opened', async () => {
  expect(await (await routes.request(`${WEB}/`)).text()).toContain('<p>web</p>')
  expect(await (await routes.request(`${WEB}/trash/some-id`)).text()).toContain('<p>web</p>')
  expect(await (await routes.request(`${ADMIN}/audit?page=2`)).text()).toContain('<p>admin</p>')
})

test('a host name of neither is told where to go', async () => {
  const response = await routes.request('http://10.0.0.1:3000/')
  expect(response.status).toBe(421)
  expect(await response.json()).toMatchObject({
    error: { reason: 'UNKNOWN_HOST', message: `Open ${WEB} or ${ADMIN} instead.` },
  })
})

test('hashed assets are kept for ever, pages are asked for anew and answered by 304 when unchanged', async () => {
  const asset = await routes.request(`${WEB}/assets/index-abc123.js`)
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  const page = await routes.request(`${WEB}/`)
  expect(page.headers.get('cache-control')).toBe('no-cache')
  const etag = page.headers.get('etag') ?? ''
  const again = await routes.request(`${WEB}/`, { headers: { 'if-none-match': etag } })
  expect(again.status).toBe(304)
  expect(await again.text()).toBe('')
})

test('text is compressed as the browser can take it', async () => {
  const decoders = { br: brotliDecompressSync, gzip: gunzipSync }
  for (const [encoding, decode] of Object.entries(decoders)) {
    const response = await routes.request(`${WEB}/assets/index-abc123.js`, {
      headers: { 'accept-encoding': encoding },
    })
    expect(response.headers.get('content-encoding')).toBe(encoding)
    expect(response.headers.get('vary')).toBe('Accept-Encoding')
    const body = Buffer.from(await response.arrayBuffer())
    expect(body.length).toBeLessThan(CODE.length / 4)
    expect(decode(body).toString()).toBe(CODE)
  }
  const plain = await routes.request(`${WEB}/assets/index-abc123.js`)
  expect(plain.headers.get('content-encoding')).toBeNull()
  expect(await plain.text()).toBe(CODE)
})

test('the page may run our scripts and its own inline one, and reach the bucket and the CDN alone', async () => {
  const policy = (await routes.request(`${WEB}/`)).headers.get('content-security-policy') ?? ''
  const directives = new Map(
    policy.split('; ').map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)]),
  )
  const hash = createHash('sha256').update(SCRIPT).digest('base64')
  expect(directives.get('default-src')).toEqual(["'none'"])
  expect(directives.get('script-src')).toEqual(["'self'", `'sha256-${hash}'`])
  const buckets = ['https://files.s3.eu-central-1.amazonaws.com', 'https://cdn.example.com']
  expect(directives.get('connect-src')).toEqual(["'self'", ...buckets])
  expect(directives.get('frame-ancestors')).toEqual(["'none'"])
})

test('a missing asset is a 404 instead of a page, and nothing outside the app is served', async () => {
  for (const path of [
    '/assets/gone-1.js',
    '/favicon-2.ico',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
  ]) {
    const response = await routes.request(`${WEB}${path}`)
    expect(response.status, path).toBe(404)
    expect(await response.text()).not.toContain('outside')
  }
})

test('an app that was not built is said in words', async () => {
  await expect(loadSite(join(dir, 'nowhere'))).rejects.toThrow('run pnpm build first')
})
