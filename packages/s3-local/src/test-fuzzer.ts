import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { createClient, PLAIN } from './test-server.ts'

type Random = { below(limit: number): number; pick<T>(items: readonly T[]): T; bytes(length: number): Buffer }

/** Mulberry32: small, and the same everywhere for the same seed. */
function createRandom(seed: number): Random {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (t ^ (t >>> 14)) >>> 0
  }
  const below = (limit: number) => next() % limit
  return {
    below,
    pick: (items) => items[below(items.length)] as never,
    bytes: (length) => Buffer.from(Array.from({ length }, () => below(256))),
  }
}

type Signed = { method: string; target: string; kind: 'put' | 'get' | 'xml' | 'form' }

/**
 * Gives one malformed request after the other. Most begin as a validly signed one, so that they get past the
 * signature and into what lies behind it.
 */
export async function createFuzzer(url: string, bucket: string, seed: number): Promise<() => Buffer> {
  const client = createClient(url, PLAIN)
  const signed = await signRequests(client, bucket)
  const form = await signForm(client, bucket)
  const random = createRandom(seed)
  const host = new URL(url).host
  const { pick, below } = random

  return function next() {
    const { method, target, kind } = pick(signed)
    const body = kind === 'xml' ? badXml(random) : random.bytes(below(600))
    const make = pick<() => Buffer>([
      () => random.bytes(below(300) + 1),
      () => request({ method, target: badTarget(random, bucket), host, headers: badHeaders(random), body }),
      () => cut(request({ method, target, host, headers: [], body }), random),
      () => request({ method, target, host, headers: badHeaders(random), body }),
      () => request({ method, target: flip(target, random), host, headers: [], body }),
      () =>
        request({
          method: 'PUT',
          target: `/${bucket}/chunked`,
          host,
          headers: chunkedHeaders(random),
          body: badChunks(random),
        }),
      () =>
        request({ method, target, host, headers: ['transfer-encoding: chunked'], body: badChunks(random) }),
      () => request({ method, target, host, headers: [`x-long: ${'y'.repeat(below(60_000))}`], body }),
      () =>
        request({
          method: 'POST',
          target: `/${bucket}`,
          host,
          headers: ['content-type: multipart/form-data; boundary=b'],
          body: badForm(form, random),
        }),
      () =>
        request({
          method: pick(['GET', 'HEAD', 'POST', 'PATCH', 'TRACE', 'OPTIONS', 'DELETE', 'FOO']),
          target,
          host,
          headers: badHeaders(random),
          body,
        }),
    ])
    return make()
  }
}

async function signRequests(client: S3Client, Bucket: string): Promise<Signed[]> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'open' }))
  const at = { Bucket, Key: 'open', UploadId }
  const hour = { expiresIn: 3600 }
  const sign = async (method: string, kind: Signed['kind'], url: Promise<string>) => {
    const { pathname, search } = new URL(await url)
    return { method, kind, target: pathname + search }
  }
  const Tagging = { TagSet: [] }
  const CORSConfiguration = { CORSRules: [] }
  const LifecycleConfiguration = { Rules: [] }
  return Promise.all([
    sign(
      'PUT',
      'put',
      getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'never', IfMatch: '"none"' }), hour),
    ),
    sign('PUT', 'put', getSignedUrl(client, new UploadPartCommand({ ...at, PartNumber: 10_001 }), hour)),
    sign('GET', 'get', getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'kept' }), hour)),
    sign('GET', 'get', getSignedUrl(client, new ListObjectsV2Command({ Bucket, Prefix: 'k' }), hour)),
    sign('POST', 'xml', getSignedUrl(client, new CompleteMultipartUploadCommand(at), hour)),
    sign(
      'PUT',
      'xml',
      getSignedUrl(client, new PutObjectTaggingCommand({ Bucket, Key: 'kept', Tagging }), hour),
    ),
    sign('PUT', 'xml', getSignedUrl(client, new PutBucketCorsCommand({ Bucket, CORSConfiguration }), hour)),
    sign(
      'PUT',
      'xml',
      getSignedUrl(
        client,
        new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }),
        hour,
      ),
    ),
  ])
}

async function signForm(client: S3Client, Bucket: string): Promise<Array<[string, string]>> {
  const { fields } = await createPresignedPost(client, {
    Bucket,
    Key: 'form',
    Conditions: [['content-length-range', 1, 2]],
  })
  return Object.entries(fields)
}

type Parts = { method: string; target: string; host: string; headers: string[]; body: Buffer }

function request({ method, target, host, headers, body }: Parts): Buffer {
  const length = headers.some((header) => /^(content-length|transfer-encoding)/i.test(header))
    ? []
    : [`content-length: ${body.length}`]
  const head = [`${method} ${target} HTTP/1.1`, `host: ${host}`, ...headers, ...length, '', ''].join('\r\n')
  return Buffer.concat([Buffer.from(head, 'latin1'), body])
}

function cut(bytes: Buffer, { below }: Random): Buffer {
  return bytes.subarray(0, below(bytes.length))
}

function flip(text: string, { below, pick }: Random): string {
  const at = below(text.length)
  return text.slice(0, at) + pick(['%', '%zz', '%00', '&', '=', '?', '/', 'A', '\x7f']) + text.slice(at + 1)
}

function badTarget({ pick, below }: Random, bucket: string): string {
  const path = pick([
    `/${bucket}/k`,
    `/${bucket}`,
    '/',
    '//',
    `/${bucket}/%`,
    `/${bucket}/%ff%fe`,
    `/${bucket}/%c0%ae`,
    `/..%2f..%2fetc`,
    `/${bucket}/${'k'.repeat(below(3000))}`,
    '*',
    'http://x/y',
  ])
  const query = pick([
    '',
    '?',
    '?uploads',
    '?uploadId=x&partNumber=0',
    '?partNumber=-1',
    '?list-type=9',
    '?max-keys=1e9',
    '?acl&cors',
    '?X-Amz-Algorithm=AWS4-HMAC-SHA256',
    '?X-Amz-Signature=x&X-Amz-Date=y',
    '?%',
    `?prefix=${'%00'.repeat(below(50))}`,
  ])
  return path + query
}

function badHeaders({ pick, below }: Random): string[] {
  const odd = [
    'authorization: AWS4-HMAC-SHA256',
    'authorization: AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=, Signature=',
    `authorization: AWS4-HMAC-SHA256 Credential=${'/'.repeat(below(100))}, SignedHeaders=host, Signature=zz`,
    'authorization: AWS a:b',
    'content-length: -1',
    'content-length: 99999999999999999999',
    'content-length: 12abc',
    'content-length: 5\r\ntransfer-encoding: chunked',
    'content-md5: x',
    'x-amz-checksum-sha256: x',
    'x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-decoded-content-length: x',
    'x-amz-date: yesterday',
    'range: bytes=9999999999999999999999-',
    'range: bytes=-0',
    'if-modified-since: x',
    'origin: x\r\naccess-control-request-method: \x01',
    'x-amz-copy-source: %',
    'expect: 100-continue',
    'expect: 200-ok',
    'connection: upgrade\r\nupgrade: websocket',
    'no-colon',
    ': no-name',
    'host: other',
  ]
  return Array.from({ length: below(3) + 1 }, () => pick(odd))
}

function chunkedHeaders({ pick }: Random): string[] {
  return [
    `x-amz-content-sha256: ${pick(['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'STREAMING-X', 'UNSIGNED-PAYLOAD'])}`,
    `x-amz-decoded-content-length: ${pick(['0', '10', '-1', 'x', '99999999999999'])}`,
    `x-amz-trailer: ${pick(['x-amz-checksum-crc32', 'x', ''])}`,
    'content-encoding: aws-chunked',
  ]
}

function badChunks({ pick, below, bytes }: Random): Buffer {
  const size = pick([
    '0',
    'a',
    'ffffffffffffffff',
    'zz',
    '-1',
    '',
    '10000000',
    `${'0'.repeat(below(20_000))}1`,
  ])
  const extension = pick([
    '',
    ';chunk-signature=',
    `;chunk-signature=${'0'.repeat(64)}`,
    `;${'x'.repeat(below(20_000))}`,
  ])
  return Buffer.concat([
    Buffer.from(`${size}${extension}${pick(['\r\n', '\n', ''])}`),
    bytes(below(50)),
    Buffer.from(pick(['\r\n0\r\n\r\n', '', '\r\n'])),
  ])
}

function badXml({ pick, below }: Random): Buffer {
  const root = pick([
    'Delete',
    'CompleteMultipartUpload',
    'Tagging',
    'CORSConfiguration',
    'LifecycleConfiguration',
    '__proto__',
    'a',
  ])
  const inner = pick([
    '',
    '<Part><PartNumber>x</PartNumber></Part>',
    '<Part><PartNumber>1</PartNumber><ETag>x</ETag></Part>',
    '<TagSet><Tag><Key></Key><Value>1</Value></Tag></TagSet>',
    '<CORSRule><AllowedOrigin>*</AllowedOrigin></CORSRule>',
    '<Rule><Status>Maybe</Status></Rule>',
    '&#x0;&#99999999;&unknown;',
    '<a>'.repeat(below(3000)),
    `<x>${'&amp;'.repeat(below(500))}</x>`,
    '<![CDATA[',
    '<!-- ',
    '\xff\xfe',
    '<__proto__><constructor/></__proto__>',
  ])
  const start = pick(['', '<?xml version="1.0"?>', '<!DOCTYPE x [<!ENTITY a "b">]>', '<?xml', '\ufeff'])
  return Buffer.from(`${start}<${root}>${inner}</${pick([root, root, 'other'])}>`, 'latin1')
}

function badForm(fields: ReadonlyArray<[string, string]>, { pick, below, bytes }: Random): Buffer {
  const changed = fields.map(([name, value]) => [name, below(6) === 0 ? value.slice(1) : value] as const)
  const parts = changed.map(
    ([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const file = `--b\r\ncontent-disposition: form-data; name="file"; filename="${pick(['a', '\x00', '../x', 'é'])}"\r\n${pick(['', 'content-type: x\r\n'])}\r\n`
  const end = pick(['\r\n--b--\r\n', '\r\n--b', '', '\r\n--c--\r\n'])
  return Buffer.concat([
    Buffer.from(parts.join('') + file, 'latin1'),
    bytes(below(100) + 3),
    Buffer.from(end),
  ])
}
