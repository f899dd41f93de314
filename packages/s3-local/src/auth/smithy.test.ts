import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import { expect, test } from 'vitest'
import type { RawRequest } from './request.ts'
import { verifyRequest } from './sigv4.ts'

/** An independent signer: what it signs must be accepted, and refused once anything of it changes. */
const now = new Date('2026-03-01T10:00:00Z')
const credentials = new Map([
  ['AKFIRST', 'first/secret+with=signs'],
  ['AKSECOND', 'second secret'],
])
const options = { credentials, now, region: 'eu-west-1' }

type SourceData = string | ArrayBuffer | ArrayBufferView

function toBytes(data: SourceData): Buffer {
  if (typeof data === 'string') return Buffer.from(data)
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data)
}

class Sha256 {
  private readonly hash
  constructor(key?: SourceData) {
    this.hash = key === undefined ? createHash('sha256') : createHmac('sha256', toBytes(key))
  }
  update(data: SourceData): void {
    this.hash.update(toBytes(data))
  }
  async digest(): Promise<Uint8Array> {
    return this.hash.digest()
  }
  reset(): void {
    throw new Error('not used')
  }
}

/** mulberry32: the same requests at every run, so a failure names one that can be looked at. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const PIECES = [
  'a',
  'Z',
  '0',
  '-',
  '_',
  '.',
  '~',
  '/',
  '..',
  '//',
  ' ',
  '+',
  '%',
  '&',
  '=',
  '?',
  '#',
  ';',
  ':',
  ',',
  '@',
  '$',
  '!',
  '*',
  "'",
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '|',
  '\\',
  '^',
  '`',
  '"',
  '<',
  '>',
  'é',
  'ß',
  '日本',
  '😀',
  '%2F',
  '\t',
]

function createPicker(seed: number) {
  const next = random(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T
  return {
    pick,
    chance: (p: number) => next() < p,
    text: (max: number) =>
      Array.from({ length: Math.floor(next() * (max + 1)) }, () => pick(PIECES)).join(''),
  }
}

const escapeUri = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

function signer(accessKeyId: string, region = options.region) {
  return new SignatureV4({
    credentials: { accessKeyId, secretAccessKey: credentials.get(accessKeyId) ?? 'unknown' },
    region,
    service: 's3',
    sha256: Sha256,
    uriEscapePath: false,
  })
}

type Signed = {
  method: string
  path: string
  query?: Record<string, unknown>
  headers: Record<string, string>
}

/** The signed request as it goes over the wire: query pairs in another order than the canonical one. */
function onTheWire(signed: Signed): RawRequest {
  const pairs = Object.entries(signed.query ?? {}).flatMap(([name, value]) =>
    [value].flat().map((one) => `${escapeUri(name)}=${escapeUri(String(one))}`),
  )
  return {
    method: signed.method,
    rawPath: signed.path,
    rawQuery: pairs.reverse().join('&'),
    headers: Object.entries(signed.headers).map(([name, value]) => [
      name,
      Buffer.from(value, 'utf8').toString('latin1'),
    ]),
  }
}

async function randomRequest(seed: number) {
  const { pick, chance, text } = createPicker(seed)
  const query: Record<string, string | string[]> = {}
  while (chance(0.6)) query[`${text(3)}q`] = chance(0.3) ? [text(4), text(4), text(4)] : text(4)
  const headers: Record<string, string> = { host: 'bucket.s3.test:9000' }
  if (chance(0.5)) headers['x-amz-meta-name'] = `v${text(6).replaceAll('\t', ' ')}v`
  if (chance(0.5)) headers['content-type'] = '  text/plain;   charset=utf-8 '
  if (chance(0.3)) headers['x-amz-acl'] = 'private'
  const request = {
    method: pick(['GET', 'PUT', 'HEAD', 'DELETE', 'POST']),
    protocol: 'http:',
    hostname: 'bucket.s3.test',
    path: `/${text(12).split('/').map(escapeUri).join('/')}`,
    query,
    headers,
  }
  const accessKeyId = pick([...credentials.keys()])
  const presigned = chance(0.5)
  const signed = presigned
    ? await signer(accessKeyId).presign(
        { ...request, headers: { ...headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
        {
          signingDate: now,
          expiresIn: 60,
          unhoistableHeaders: new Set(chance(0.5) ? ['x-amz-meta-name'] : []),
        },
      )
    : await signer(accessKeyId).sign(request, { signingDate: now })
  return { accessKeyId, presigned, raw: onTheWire(signed as Signed) }
}

function attempt(request: RawRequest): string {
  try {
    verifyRequest(request, options)
    return 'accepted'
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

test('3,000 random requests that another implementation signed are accepted', async () => {
  for (let seed = 1; seed <= 3000; seed += 1) {
    const { accessKeyId, presigned, raw } = await randomRequest(seed)
    const verified = verifyRequest(raw, options)
    expect(verified.identity, `seed ${seed}`).toEqual({ accessKeyId })
    expect(verified.authType).toBe(presigned ? 'REST-QUERY-STRING' : 'REST-HEADER')
  }
}, 120_000)

/** Every way to change one thing of a signed request. */
function mutations(raw: RawRequest): Array<[string, RawRequest]> {
  const changed: Array<[string, RawRequest]> = [
    ['method', { ...raw, method: raw.method === 'PATCH' ? 'GET' : 'PATCH' }],
    ['longer path', { ...raw, rawPath: `${raw.rawPath}x` }],
    ['doubled slash', { ...raw, rawPath: `/${raw.rawPath}` }],
    ['dot segment', { ...raw, rawPath: `/x/..${raw.rawPath}` }],
    ['added parameter', { ...raw, rawQuery: `${raw.rawQuery}&acl` }],
    ['added header', { ...raw, headers: [...raw.headers, ['x-amz-meta-evil', '1']] }],
  ]
  const pairs = raw.rawQuery.split('&').filter((pair) => pair !== '')
  pairs.forEach((pair, i) => {
    const others = pairs.filter((_, j) => j !== i)
    changed.push([`without ${pair}`, { ...raw, rawQuery: others.join('&') }])
    changed.push([`changed ${pair}`, { ...raw, rawQuery: [...others, `${pair}0`].join('&') }])
    changed.push([`doubled ${pair}`, { ...raw, rawQuery: [...pairs, pair].join('&') }])
  })
  raw.headers.forEach(([name, value], i) => {
    const others = raw.headers.filter((_, j) => j !== i)
    changed.push([`without ${name}`, { ...raw, headers: others }])
    changed.push([`changed ${name}`, { ...raw, headers: [...others, [name, `${value}0`]] }])
    changed.push([`doubled ${name}`, { ...raw, headers: [...raw.headers, [name, value]] }])
  })
  return changed
}

/** Header names that a signature doesn't cover may change, and a header request without auth is anonymous. */
function isCovered(raw: RawRequest, what: string): boolean {
  if (what === 'without authorization') return false
  const name = what.split(' ')[1] ?? ''
  const authorization = raw.headers.find(([header]) => header === 'authorization')?.[1] ?? raw.rawQuery
  const signed = decodeURIComponent(/SignedHeaders=([^,&]+)/.exec(authorization)?.[1] ?? '').split(';')
  return name !== 'content-type' || signed.includes('content-type')
}

test('each single change to a signed request is refused', async () => {
  let tried = 0
  for (let seed = 1; seed <= 300; seed += 1) {
    const { raw } = await randomRequest(seed)
    for (const [what, changed] of mutations(raw)) {
      if (!isCovered(raw, what)) continue
      expect(attempt(changed), `seed ${seed}, ${what}`).not.toBe('accepted')
      tried += 1
    }
  }
  expect(tried).toBeGreaterThan(5000)
}, 120_000)

test('the wire form of an escape plays no part: lower-case hex and plain characters mean the same', async () => {
  const signed = await signer('AKFIRST').sign(
    {
      method: 'GET',
      protocol: 'http:',
      hostname: 'h',
      path: '/b/caf%C3%A9%28',
      query: { p: 'a b' },
      headers: { host: 'h' },
    },
    { signingDate: now },
  )
  const raw = onTheWire(signed as Signed)
  expect(attempt({ ...raw, rawPath: '/b/caf%c3%a9(' })).toBe('accepted')
  expect(attempt({ ...raw, rawQuery: 'p=a+b' })).toBe('accepted')
  expect(attempt({ ...raw, rawPath: '/b/cafe%28' })).toBe('SignatureDoesNotMatch')
  expect(attempt({ ...raw, rawPath: '/b/caf%C3%A9%2' })).toBe('InvalidURI')
})
