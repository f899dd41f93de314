import { S3Error } from '../errors.ts'
import type { Payload, StreamingSeed } from './payload.ts'

const INVALID =
  'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.'

/** What `x-amz-content-sha256` says of the body. The seed is given once the request's signature is right. */
export function parsePayload(value: string, seed: StreamingSeed | null): Payload {
  switch (value) {
    case 'UNSIGNED-PAYLOAD':
      return { kind: 'unsigned' }
    case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
      return { kind: 'streaming', signed: false, trailer: true, seed: null }
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
      return { kind: 'streaming', signed: true, trailer: false, seed }
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER':
      return { kind: 'streaming', signed: true, trailer: true, seed }
    case 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD':
    case 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER':
      throw new S3Error('NotImplemented', {
        message: 'Signature Version 4A (AWS4-ECDSA-P256-SHA256) is not implemented by this server.',
      })
    default:
      if (!/^[0-9a-f]{64}$/i.test(value)) {
        throw new S3Error('InvalidArgument', {
          message: INVALID,
          extra: { ArgumentName: 'x-amz-content-sha256', ArgumentValue: value },
        })
      }
      return { kind: 'sha256', hex: value.toLowerCase() }
  }
}
