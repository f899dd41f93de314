import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { type DecodeOptions, decodeChunked } from './chunked.ts'
import type { StreamingPayload } from './payload.ts'
import { sign, signingKey } from './signing.ts'
import { verifyRequest } from './sigv4.ts'

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const OBJECT = Buffer.alloc(66_560, 'a')
const UNSIGNED: StreamingPayload = { kind: 'streaming', signed: false, trailer: true, seed: null }

/** The chunked uploads of the Amazon S3 API reference, with the signatures that AWS computed. */
const PLAIN = {
  headers: [
    ['Content-Encoding', 'aws-chunked'],
    ['Content-Length', '66824'],
    ['x-amz-content-sha256', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'],
  ],
  signedHeaders:
    'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class',
  seed: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  chunks: [
    'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
    '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
    'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
  ],
  trailer: '',
} as const
const TRAILER = {
  headers: [
    ['Content-Encoding', 'aws-chunked'],
    ['x-amz-content-sha256', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER'],
    ['x-amz-trailer', 'x-amz-checksum-crc32c'],
  ],
  signedHeaders:
    'content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer',
  seed: '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
  chunks: [
    'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
    '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
    '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
  ],
  trailer:
    'x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n',
} as const

type Example = typeof PLAIN | typeof TRAILER

function verified(example: Example): StreamingPayload {
  const { payload } = verifyRequest(
    {
      method: 'PUT',
      rawPath: '/examplebucket/chunkObject.txt',
      rawQuery: '',
      headers: [
        ['Host', 's3.amazonaws.com'],
        ['x-amz-date', '20130524T000000Z'],
        ['x-amz-storage-class', 'REDUCED_REDUNDANCY'],
        ['x-amz-decoded-content-length', '66560'],
        ...example.headers,
        [
          'Authorization',
          `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${example.signedHeaders},Signature=${example.seed}`,
        ],
      ],
    },
    {
      credentials: new Map([['AKIAIOSFODNN7EXAMPLE', SECRET]]),
      now: new Date('2013-05-24T00:00:00Z'),
      region: 'us-east-1',
    },
  )
  if (payload.kind !== 'streaming') throw new Error(`a ${payload.kind} payload`)
  return payload
}

function body({ chunks, trailer }: Pick<Example, 'chunks' | 'trailer'>, object = OBJECT): string {
  const text = object.toString('latin1')
  return `10000;chunk-signature=${chunks[0]}\r\n${text.slice(0, 65_536)}\r\n400;chunk-signature=${chunks[1]}\r\n${text.slice(65_536)}\r\n0;chunk-signature=${chunks[2]}\r\n${trailer}\r\n`
}

/** Sends the text in pieces of `step` bytes and gives back what comes out. */
async function decode(text: string, options: Partial<DecodeOptions> & { step?: number }) {
  const { step = 16_384, ...rest } = options
  const bytes = Buffer.from(text, 'latin1')
  const pieces = Array.from({ length: Math.ceil(bytes.length / step) }, (_, i) =>
    bytes.subarray(i * step, (i + 1) * step),
  )
  let trailers: Record<string, string> | null = null
  const stream = decodeChunked({
    payload: UNSIGNED,
    decodedLength: OBJECT.length,
    trailerNames: [],
    onTrailers: (map) => {
      trailers = Object.fromEntries(map)
    },
    ...rest,
  })
  const source = Readable.from(pieces)
  source.on('error', (error) => stream.destroy(error))
  const object = await buffer(source.pipe(stream))
  return { object, trailers }
}

const fails = (code: string) => expect.objectContaining({ code })

test.each([1, 2, 7, 8192, 100_000])(
  'the reference’s signed chunks come out whole, read %d bytes at a time',
  async (step) => {
    const { object } = await decode(body(PLAIN), { payload: verified(PLAIN), step })
    expect(object.equals(OBJECT)).toBe(true)
  },
)

test.each([1, 5, 100_000])(
  'the reference’s signed trailer is accepted, read %d bytes at a time',
  async (step) => {
    const { object, trailers } = await decode(body(TRAILER), {
      payload: verified(TRAILER),
      trailerNames: ['x-amz-checksum-crc32c'],
      step,
    })
    expect(object.equals(OBJECT)).toBe(true)
    expect(trailers).toEqual({ 'x-amz-checksum-crc32c': 'sOO8/Q==' })
  },
)

test('a changed byte in any chunk is refused', async () => {
  for (const at of [0, 65_535, 65_536, 66_559]) {
    const changed = Buffer.from(OBJECT)
    changed[at] = 0x62
    await expect(decode(body(PLAIN, changed), { payload: verified(PLAIN) })).rejects.toThrow(
      fails('SignatureDoesNotMatch'),
    )
  }
})

test('a changed, exchanged or missing chunk signature is refused', async () => {
  const [first, second, last] = PLAIN.chunks
  const payload = verified(PLAIN)
  const wrong = [
    body({ chunks: [second, first, last], trailer: '' } as never),
    body({ chunks: [first, second, first], trailer: '' } as never),
    body(PLAIN).replace(`;chunk-signature=${second}`, ''),
    body(PLAIN).replace(`;chunk-signature=${last}`, ''),
  ]
  for (const text of wrong) {
    await expect(decode(text, { payload })).rejects.toThrow(fails('SignatureDoesNotMatch'))
  }
})

test('a signed body cannot be cut short after a whole chunk', async () => {
  const text = body(PLAIN)
  const cut = `${text.slice(0, text.indexOf('400;'))}0;chunk-signature=${PLAIN.chunks[2]}\r\n\r\n`
  await expect(decode(cut, { payload: verified(PLAIN) })).rejects.toThrow(fails('SignatureDoesNotMatch'))
})

test('a changed or unsigned trailer in a signed body is refused', async () => {
  const options = { payload: verified(TRAILER), trailerNames: ['x-amz-checksum-crc32c'] }
  for (const text of [
    body(TRAILER).replace('sOO8', 'sOO9'),
    body(TRAILER).replace('trailer-signature:d81f', 'trailer-signature:d81e'),
    body(TRAILER).replace(/x-amz-trailer-signature:[0-9a-f]+\r\n/, ''),
  ]) {
    await expect(decode(text, options)).rejects.toThrow(fails('SignatureDoesNotMatch'))
  }
})

test('every truncation of a body is refused', async () => {
  const text = 'a\r\n0123456789\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n'
  const options = { decodedLength: 10, trailerNames: ['x-amz-checksum-crc32'] }
  const { object, trailers } = await decode(text, options)
  expect([object.toString(), trailers]).toEqual(['0123456789', { 'x-amz-checksum-crc32': 'AAAAAA==' }])
  for (let length = 0; length < text.length; length += 1) {
    await expect(decode(text.slice(0, length), options), `${length} bytes`).rejects.toThrow(
      fails('IncompleteBody'),
    )
  }
})

test('another length than the announced one is refused', async () => {
  const text = 'a\r\n0123456789\r\n0\r\n\r\n'
  for (const decodedLength of [0, 9, 11, 1_000_000]) {
    await expect(decode(text, { decodedLength })).rejects.toThrow(fails('IncompleteBody'))
  }
})

test('a chunk that claims more than was announced is refused at its first line', async () => {
  const stream = decodeChunked({
    payload: UNSIGNED,
    decodedLength: 10,
    trailerNames: [],
    onTrailers: () => undefined,
  })
  stream.write(Buffer.from('b\r\n'))
  const [error] = await once(stream, 'error', { signal: AbortSignal.timeout(10_000) }).catch((thrown) => [
    thrown,
  ])
  expect(error).toEqual(fails('IncompleteBody'))
})

test('only the last chunk may be smaller than 8 KiB', async () => {
  const big = `2000\r\n${'b'.repeat(8192)}\r\n`
  const small = `1fff\r\n${'s'.repeat(8191)}\r\n`
  await decode(`${big}${big}${small}0\r\n\r\n`, { decodedLength: 8192 * 2 + 8191 })
  await expect(decode(`${big}${small}${big}0\r\n\r\n`, { decodedLength: 8192 * 2 + 8191 })).rejects.toThrow(
    fails('InvalidChunkSizeError'),
  )
})

test.each([
  ['a missing trailer', '0\r\n\r\n'],
  ['another trailer', '0\r\nx-amz-checksum-crc32c:AAAAAA==\r\n\r\n'],
  ['one trailer too many', '0\r\nx-amz-checksum-crc32:AAAAAA==\r\nx-amz-checksum-sha1:AA\r\n\r\n'],
  ['a trailer twice', '0\r\nx-amz-checksum-crc32:AAAAAA==\r\nx-amz-checksum-crc32:AAAAAB==\r\n\r\n'],
  ['a line without a colon', '0\r\nx-amz-checksum-crc32\r\n\r\n'],
  ['an endless trailer line', `0\r\nx-amz-checksum-crc32:${'A'.repeat(100_000)}`],
  ['endless trailer lines', `0\r\n${'a:b\r\n'.repeat(1000)}`],
  ['a signature in an unsigned body', '0\r\nx-amz-checksum-crc32:AA==\r\nx-amz-trailer-signature:00\r\n\r\n'],
])('%s is refused', async (_, text) => {
  await expect(decode(text, { decodedLength: 0, trailerNames: ['x-amz-checksum-crc32'] })).rejects.toThrow(
    fails('MalformedTrailerError'),
  )
})

test.each([
  ['a size that is no number', 'zz\r\n'],
  ['a negative size', '-1\r\n'],
  ['an empty size', '\r\n'],
  ['a line without an end', 'a'.repeat(100_000)],
  ['a bare line feed', 'a\n0123456789\r\n0\r\n\r\n'],
  ['data past its chunk', 'a\r\n0123456789x\r\n0\r\n\r\n'],
  ['bytes past the end', 'a\r\n0123456789\r\n0\r\n\r\nmore'],
  ['an unknown extension', 'a;evil=1\r\n0123456789\r\n0\r\n\r\n'],
])('%s is refused', async (_, text) => {
  await expect(decode(text, { decodedLength: 10 })).rejects.toThrow(fails('IncompleteBody'))
})

test('bytes come out before their chunk is complete, so a huge chunk takes no memory', async () => {
  const stream = decodeChunked({
    payload: UNSIGNED,
    decodedLength: 2 ** 40,
    trailerNames: [],
    onTrailers: () => undefined,
  })
  stream.write(Buffer.from('10000000000\r\nfirst'))
  const [bytes] = (await stream.take(1).toArray()) as Buffer[]
  expect(bytes?.toString()).toBe('first')
  stream.destroy()
})

test('a chunk signature of another key is refused', async () => {
  const payload = verified(PLAIN)
  const seed = payload.seed
  if (!seed) throw new Error('no seed')
  const key = signingKey('another secret', '20130524', 'us-east-1')
  const empty = createHash('sha256').digest('hex')
  const text = ['AWS4-HMAC-SHA256-PAYLOAD', seed.amzDate, seed.scope, seed.signature, empty, empty].join('\n')
  await expect(
    decode(`0;chunk-signature=${sign(key, text)}\r\n\r\n`, { payload, decodedLength: 0 }),
  ).rejects.toThrow(fails('SignatureDoesNotMatch'))
  const good = `0;chunk-signature=${sign(seed.signingKey, text)}\r\n\r\n`
  expect((await decode(good, { payload, decodedLength: 0 })).object.length).toBe(0)
})
