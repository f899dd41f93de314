import { missingObject } from '../authorize.ts'
import { type ByteRange, parseRange } from '../byte-range.ts'
import type { ObjectCall, Reply } from '../call.ts'
import { checksumHeader } from '../checksums/algorithms.ts'
import { checkReadConditions, rangeStillHolds } from '../conditions.ts'
import { descriptionHeaders, refuseOtherEncryption } from '../description.ts'
import { S3Error } from '../errors.ts'
import { expirationHeader } from '../lifecycle.ts'
import { readContent } from '../store/blobs.ts'
import { openObject } from '../store/objects.ts'
import type { ObjectRecord } from '../store/record.ts'
import { checkVersionId } from '../version-id.ts'
import { checksumHeaders } from '../write-object.ts'

type Selection = { range: ByteRange; headers: Record<string, string>; partial: boolean }

/** GetObject and HeadObject: the same answer but for the body, which the server leaves out for HEAD. */
export async function getObject(call: ObjectCall): Promise<Reply> {
  const { bucket, key } = call
  checkVersionId(call, key)
  refuseOtherEncryption(call)
  const overrides = responseOverrides(call)
  const opened = await openObject(bucket, key)
  if (!opened) throw missingObject(call, bucket, key)
  const { record } = opened
  try {
    checkReadConditions(call, record)
    const { range, headers, partial } = select(call, record)
    return {
      status: partial ? 206 : 200,
      headers: {
        'accept-ranges': 'bytes',
        ...descriptionHeaders(record),
        ...headers,
        'x-amz-expiration': expirationHeader(bucket, record),
        ...overrides,
      },
      body: {
        size: range.end - range.start + 1,
        stream: readContent(bucket.blobsDir, record.content, range),
        close: () => opened.close(),
      },
    }
  } catch (error) {
    await opened.close()
    throw error
  }
}

/** The bytes that are asked for: all, a Range, or one part of a multipart object. */
function select(call: ObjectCall, record: ObjectRecord): Selection {
  const partNumber = call.query.get('partNumber')
  const rangeHeader = call.header('range')
  const wantsChecksum = call.header('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED'
  if (partNumber !== undefined) {
    if (rangeHeader !== undefined) {
      throw new S3Error('InvalidRequest', {
        message: 'Cannot specify both Range header and partNumber query parameter',
      })
    }
    return selectPart(record, partNumber, wantsChecksum)
  }
  const range = rangeStillHolds(call, record) ? parseRange(rangeHeader, record.size) : null
  if (range) return { range, partial: true, headers: contentRange(range, record.size) }
  return {
    range: { start: 0, end: record.size - 1 },
    partial: false,
    headers: wantsChecksum && record.checksum ? checksumHeaders(record.checksum) : {},
  }
}

function selectPart(record: ObjectRecord, text: string, wantsChecksum: boolean): Selection {
  const number = Number(text)
  if (!/^\d{1,5}$/.test(text) || number < 1 || number > 10_000) {
    throw new S3Error('InvalidArgument', {
      message: 'Part number must be an integer between 1 and 10000, inclusive',
      extra: { ArgumentName: 'partNumber', ArgumentValue: text },
    })
  }
  const parts = record.parts ?? [{ number: 1, size: record.size }]
  // Reads count parts from 1 whatever numbers they were uploaded under.
  const part = parts[number - 1]
  if (!part) {
    throw new S3Error('InvalidPartNumber', {
      extra: { PartNumberRequested: text, ActualPartCount: String(parts.length) },
    })
  }
  const start = parts.slice(0, number - 1).reduce((sum, { size }) => sum + size, 0)
  const range = { start, end: start + part.size - 1 }
  const headers = record.size === 0 ? {} : contentRange(range, record.size)
  if (record.parts) headers['x-amz-mp-parts-count'] = String(record.parts.length)
  if (wantsChecksum && record.checksum && part.checksum !== undefined) {
    headers[checksumHeader(record.checksum.algorithm)] = part.checksum
    headers['x-amz-checksum-type'] = record.checksum.type
  } else if (wantsChecksum && record.checksum && parts.length === 1) {
    Object.assign(headers, checksumHeaders(record.checksum))
  }
  return { range, partial: record.size > 0, headers }
}

function contentRange({ start, end }: ByteRange, size: number): Record<string, string> {
  return { 'content-range': `bytes ${start}-${end}/${size}` }
}

const OVERRIDES = {
  'response-cache-control': 'cache-control',
  'response-content-disposition': 'content-disposition',
  'response-content-encoding': 'content-encoding',
  'response-content-language': 'content-language',
  'response-content-type': 'content-type',
  'response-expires': 'expires',
} as const

function responseOverrides(call: ObjectCall): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [parameter, header] of Object.entries(OVERRIDES)) {
    const value = call.query.get(parameter)
    if (value === undefined) continue
    if (!call.verified.identity) {
      throw new S3Error('InvalidRequest', {
        message: 'Request specific response headers cannot be used for anonymous GET requests.',
      })
    }
    headers[header] = value
  }
  return headers
}
