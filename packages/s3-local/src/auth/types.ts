import type { Payload } from './payload.ts'

export type AuthOptions = {
  /** Access key id → secret. */
  credentials: ReadonlyMap<string, string>
  now: Date
  /** The only region that a credential scope may name. */
  region: string
}

export type Verified = {
  /** Null for a request without any authentication. */
  identity: { accessKeyId: string } | null
  /** The value of the condition key `s3:authType`. */
  authType: 'REST-HEADER' | 'REST-QUERY-STRING' | 'POST' | null
  /** How old the signature is, in milliseconds (`s3:signatureAge`). */
  signatureAgeMs: number | null
  /** Lower-case names. */
  signedHeaders: ReadonlySet<string>
  payload: Payload
}
