import { checkScopeDate, findSecret, parseCredential, QUERY_PLACE } from '../auth/credential.ts'
import { parseAmzDate } from '../auth/dates.ts'
import { sameSignature, sign, signingKey } from '../auth/signing.ts'
import type { AuthOptions } from '../auth/types.ts'
import { S3Error } from '../errors.ts'
import { type PostDocument, parsePostDocument } from './document.ts'

export type PostForm = {
  /** Every field before the file, in order, names as sent. */
  fields: ReadonlyArray<readonly [name: string, value: string]>
  /** The file part's filename, '' without one; it replaces `${filename}` in every field. */
  fileName: string
  /** The bucket that the URL names. */
  bucket: string
}

export type VerifiedPost = {
  /** Null for a form without a policy: only a bucket policy can let it in. */
  identity: { accessKeyId: string } | null
  authType: 'POST' | null
  signatureAgeMs: number | null
  /** The object's key, `${filename}` replaced. */
  key: string
  /** Lower-case name → value, `${filename}` replaced. */
  fields: ReadonlyMap<string, string>
  /** The policy's content-length-range in bytes, inclusive; null without one. */
  lengthRange: { min: number; max: number } | null
}

const SIGNATURE_FIELDS = ['x-amz-algorithm', 'x-amz-credential', 'x-amz-date', 'x-amz-signature']
/** Fields that no condition needs to cover, beside `x-ignore-…`. */
const UNCOVERED = new Set(['x-amz-signature', 'policy', 'file'])

/**
 * Verifies a form's signature, policy and fields. Call before reading the file.
 * Source: Amazon S3 API reference, "Authenticating requests in browser-based uploads using POST".
 */
export function verifyPost(form: PostForm, options: AuthOptions): VerifiedPost {
  const sent = readFields(form)
  if (sent.has('awsaccesskeyid') || sent.has('signature')) {
    throw new S3Error('InvalidRequest', {
      message: 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    })
  }
  const token = sent.get('x-amz-security-token')
  if (token !== undefined) throw new S3Error('InvalidToken', { extra: { 'Token-0': token } })
  const signed = sent.has('policy') || SIGNATURE_FIELDS.some((name) => sent.has(name))
  const proof = signed ? verifySignature(sent, options) : null

  const fields = replaceFileName(sent, form.fileName)
  const key = required(fields, 'key')
  if (key === '') {
    throw new S3Error('InvalidArgument', {
      message: 'User key must have a length greater than 0.',
      extra: { ArgumentName: 'key', ArgumentValue: '' },
    })
  }
  if (proof) checkConditions(proof.document, new Map([...fields, ['bucket', form.bucket]]), options.now)
  return {
    identity: proof && { accessKeyId: proof.accessKeyId },
    authType: proof && 'POST',
    signatureAgeMs: proof && Math.max(0, options.now.getTime() - proof.date.getTime()),
    key,
    fields,
    lengthRange: proof?.document.lengthRange ?? null,
  }
}

/** EntityTooSmall or EntityTooLarge for a file outside the policy's content-length-range. */
export function checkPostLength(range: VerifiedPost['lengthRange'], size: number): void {
  if (!range) return
  if (size < range.min) {
    throw new S3Error('EntityTooSmall', {
      extra: { ProposedSize: String(size), MinSizeAllowed: String(range.min) },
    })
  }
  if (size > range.max) {
    throw new S3Error('EntityTooLarge', {
      extra: { ProposedSize: String(size), MaxSizeAllowed: String(range.max) },
    })
  }
}

/** A field given twice would let the value that is checked differ from the one that is used. */
function readFields(form: PostForm): Map<string, string> {
  const fields = new Map<string, string>()
  for (const [name, value] of form.fields) {
    const lower = name.toLowerCase()
    if (fields.has(lower)) {
      throw new S3Error('InvalidArgument', {
        message: `POST requires at most one field named '${lower}'.`,
        extra: { ArgumentName: name, ArgumentValue: value },
      })
    }
    fields.set(lower, value)
  }
  return fields
}

function verifySignature(fields: ReadonlyMap<string, string>, options: AuthOptions) {
  const policy = required(fields, 'policy')
  const amzDate = required(fields, 'x-amz-date')
  const signature = required(fields, 'x-amz-signature')
  if (required(fields, 'x-amz-algorithm') !== 'AWS4-HMAC-SHA256') {
    throw new S3Error('InvalidArgument', { message: 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"' })
  }
  const credential = parseCredential(required(fields, 'x-amz-credential'), options.region, QUERY_PLACE)
  const date = parseAmzDate(amzDate)
  if (!date) {
    throw new S3Error('InvalidArgument', {
      message: "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"",
    })
  }
  checkScopeDate(credential, amzDate, QUERY_PLACE)
  const secret = findSecret(options.credentials, credential.accessKeyId)
  const key = signingKey(secret, credential.shortDate, credential.region)
  if (!sameSignature(sign(key, policy), signature)) {
    throw new S3Error('SignatureDoesNotMatch', {
      extra: {
        AWSAccessKeyId: credential.accessKeyId,
        StringToSign: policy,
        SignatureProvided: signature,
        StringToSignBytes: (Buffer.from(policy).toString('hex').match(/../g) ?? []).join(' '),
      },
    })
  }
  return { accessKeyId: credential.accessKeyId, date, document: parsePostDocument(policy) }
}

/** Browsers may send a path for a name: only what follows the last slash or backslash counts. */
function replaceFileName(fields: ReadonlyMap<string, string>, fileName: string): Map<string, string> {
  const name = fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1)
  return new Map(
    [...fields].map(([field, value]) => [field, value.replaceAll('$' + '{filename}', () => name)]),
  )
}

function checkConditions(document: PostDocument, fields: ReadonlyMap<string, string>, now: Date): void {
  if (now.getTime() > document.expiration.getTime()) throw denied('Policy expired.')
  for (const { match, field, value, shown } of document.conditions) {
    const given = fields.get(field)
    if (given === undefined || !satisfies(field, given, { match, value })) {
      throw denied(`Policy Condition failed: ${shown}`)
    }
  }
  const covered = new Set(document.conditions.map(({ field }) => field))
  const extra = [...fields.keys()].filter(
    (name) => !covered.has(name) && !UNCOVERED.has(name) && !name.startsWith('x-ignore-'),
  )
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(', ')}`)
}

function satisfies(
  field: string,
  given: string,
  { match, value }: { match: string; value: string },
): boolean {
  if (match === 'eq') return given === value
  // A Content-Type may be a list, of which each must start so.
  if (field === 'content-type') return given.split(',').every((type) => type.trimStart().startsWith(value))
  return given.startsWith(value)
}

function required(fields: ReadonlyMap<string, string>, name: string): string {
  const value = fields.get(name)
  if (value !== undefined) return value
  throw new S3Error('InvalidArgument', {
    message: `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    extra: { ArgumentName: name, ArgumentValue: '' },
  })
}

function denied(what: string): S3Error {
  return new S3Error('AccessDenied', { message: `Invalid according to Policy: ${what}` })
}
