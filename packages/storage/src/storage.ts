import { S3Client } from '@aws-sdk/client-s3'
import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner'

export type StorageConfig = {
  bucket: string
  region: string
  /** An S3-compatible server's base URL. Without it: AWS S3 in `region`. */
  endpoint?: string
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`. By default on with an endpoint, off on AWS. */
  forcePathStyle?: boolean
  /** Without them: the AWS SDK's own chain (environment, profile, instance or task role), refreshed by it. */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
  /** Where a CDN serves the objects under `public/`; objectUrl() answers with it instead of the bucket. */
  publicUrl?: string
}

export type Storage = {
  readonly bucket: string
  readonly region: string
  readonly client: S3Client
  readonly presigner: S3RequestPresigner
  /** Where the bucket's keys begin, without a final slash. */
  readonly baseUrl: URL
  /** Without a final slash. */
  readonly publicUrl: string | null
}

/** How long the server's own calls may take, in milliseconds. Transfers of bytes never pass through here. */
const CONNECTION_TIMEOUT = 5_000
const REQUEST_TIMEOUT = 15_000
const MAX_ATTEMPTS = 3

/** Opens nothing until the first call. Call destroyStorage() to close its sockets. */
export function createStorage(config: StorageConfig): Storage {
  const { bucket, region } = config
  const forcePathStyle = config.forcePathStyle ?? config.endpoint !== undefined
  const rules = endpointRules(region)
  // Named even for AWS: left out, the SDK would let AWS_ENDPOINT_URL redirect its calls, but not our URLs.
  const endpoint = config.endpoint ?? rules({ Region: region }).url.href
  const client = new S3Client({
    region,
    endpoint,
    forcePathStyle,
    credentials: config.credentials,
    maxAttempts: MAX_ATTEMPTS,
    // By default the SDK adds a CRC32 to every PUT, also to a presigned one: that of an empty body.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      throwOnRequestTimeout: true,
    },
  })
  const target = rules({ Bucket: bucket, Region: region, Endpoint: endpoint, ForcePathStyle: forcePathStyle })
  const [scheme] = (target.properties?.authSchemes ?? []) as { name: string; signingRegion?: string }[]
  if (scheme?.name !== 'sigv4') {
    throw new RangeError(
      `The bucket "${bucket}" is of a kind that Holdall can't use: it needs a general purpose bucket.`,
    )
  }
  const presigner = new S3RequestPresigner({
    credentials: client.config.credentials,
    region: scheme.signingRegion ?? region,
    sha256: client.config.sha256,
  })
  return {
    bucket,
    region,
    client,
    presigner,
    baseUrl: target.url,
    publicUrl: config.publicUrl?.replace(/\/+$/, '') ?? null,
  }
}

/** Closes the sockets that are kept alive. Calls made afterwards open new ones. */
export function destroyStorage(storage: Storage): void {
  storage.client.destroy()
}

/** The SDK's own table of S3 endpoints (partitions, virtual hosts, dotted names). It is only had from a client. */
function endpointRules(region: string): S3Client['config']['endpointProvider'] {
  return new S3Client({ region }).config.endpointProvider
}
