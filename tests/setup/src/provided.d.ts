import 'vitest'

declare module 'vitest' {
  /** What the global setup gives every test through `inject`. */
  interface ProvidedContext {
    /** A superuser's URL of the `postgres` database, for `createTestDatabase`. */
    postgresUrl: string
    /** An S3 server without any bucket. */
    s3: { endpoint: string; region: string; accessKeyId: string; secretAccessKey: string }
  }
}
