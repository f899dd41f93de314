import { hasDuplicateKeys } from './json.ts'
import { malformed, toRecord } from './malformed.ts'
import { parseStatement } from './parse-statement.ts'
import type { BucketPolicy } from './types.ts'

/** In bytes. */
const MAX_SIZE = 20 * 1024
const VERSIONS = new Set(['2012-10-17', '2008-10-17'])
const FIELDS = new Set(['Version', 'Id', 'Statement'])

/**
 * Parses and validates what PutBucketPolicy sends. Throws MalformedPolicy: what can't be evaluated is refused,
 * never ignored.
 * Source: IAM user guide, "IAM JSON policy elements reference", and S3 user guide, "Bucket policies".
 */
export function parseBucketPolicy(json: string, bucket: string): BucketPolicy {
  if (Buffer.byteLength(json) > MAX_SIZE) {
    throw malformed(`Policy exceeds the maximum allowed document size of ${MAX_SIZE} bytes`)
  }
  const document = parseJson(json)
  const unknown = Object.keys(document).find((field) => !FIELDS.has(field))
  if (unknown !== undefined) throw malformed(`Unknown field ${unknown}`)
  const { Version: version = '2008-10-17', Id: id, Statement: statement } = document
  if (typeof version !== 'string' || !VERSIONS.has(version)) {
    throw malformed('The policy must contain a valid version string')
  }
  if (id !== undefined && typeof id !== 'string') throw malformed('Invalid Id')
  if (statement === undefined) throw malformed('Missing required field Statement')
  const list: unknown[] = Array.isArray(statement) ? statement : [statement]
  if (list.length === 0) throw malformed('Could not parse the policy: Statement is empty!')

  const refuseVariables = (text: string) => {
    // The older version knows no variables: there, `${…}` is a text like any other.
    if (version === '2012-10-17' && text.includes('${')) {
      throw malformed('Policy variables are not supported by this server')
    }
  }
  const statements = list.map((one) => parseStatement(one, { bucket, refuseVariables }))
  const sids = statements.flatMap(({ sid }) => (sid ? [sid] : []))
  if (new Set(sids).size !== sids.length) {
    throw malformed('Statement IDs (SID) in a single policy must be unique.')
  }
  return { statements }
}

function parseJson(json: string): Record<string, unknown> {
  if (!json.startsWith('{')) throw malformed("Policies must be valid JSON and the first byte must be '{'")
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw malformed('This policy contains invalid Json')
  }
  if (hasDuplicateKeys(json)) throw malformed('This policy contains invalid Json: duplicate field')
  return toRecord(value, 'Policy')
}
