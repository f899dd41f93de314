import { S3Error, type S3ErrorCode } from '../errors.ts'

export type CredentialScope = {
  accessKeyId: string
  /** `20130524` */
  shortDate: string
  region: string
  /** `20130524/us-east-1/s3/aws4_request` */
  scope: string
}

/** Where the credential stood, in S3's words for that place. */
type CredentialPlace = { code: S3ErrorCode; prefix: string }

export const HEADER_PLACE: CredentialPlace = {
  code: 'AuthorizationHeaderMalformed',
  prefix: 'The authorization header is malformed;',
}
export const QUERY_PLACE: CredentialPlace = {
  code: 'AuthorizationQueryParametersError',
  prefix: 'Error parsing the X-Amz-Credential parameter;',
}

/** Parses `AKID/yyyymmdd/region/s3/aws4_request` and refuses a scope that isn't this endpoint's. */
export function parseCredential(text: string, region: string, place: CredentialPlace): CredentialScope {
  const parts = text.split('/')
  const [accessKeyId, shortDate, givenRegion, service, terminal] = parts
  if (parts.length !== 5 || !accessKeyId || !shortDate || !givenRegion || !service || !terminal) {
    throw malformed(
      place,
      'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    )
  }
  if (!/^\d{8}$/.test(shortDate)) {
    throw malformed(
      place,
      `incorrect date format "${shortDate}". This date in the credential must be in the format "yyyyMMdd".`,
    )
  }
  if (terminal !== 'aws4_request') {
    throw malformed(place, `incorrect terminal "${terminal}". This endpoint uses "aws4_request".`)
  }
  if (service !== 's3') {
    throw malformed(place, `incorrect service "${service}". This endpoint belongs to "s3".`)
  }
  if (givenRegion !== region) {
    throw malformed(place, `the region '${givenRegion}' is wrong; expecting '${region}'`, { Region: region })
  }
  return { accessKeyId, shortDate, region, scope: `${shortDate}/${region}/s3/aws4_request` }
}

/** A key signs one day: the scope's date must be the request's. */
export function checkScopeDate(credential: CredentialScope, amzDate: string, place: CredentialPlace): void {
  const day = amzDate.slice(0, 8)
  if (credential.shortDate === day) return
  throw malformed(
    place,
    `Invalid credential date "${credential.shortDate}". This date is not the same as X-Amz-Date: "${day}".`,
  )
}

export function findSecret(credentials: ReadonlyMap<string, string>, accessKeyId: string): string {
  const secret = credentials.get(accessKeyId)
  if (secret === undefined) {
    throw new S3Error('InvalidAccessKeyId', { extra: { AWSAccessKeyId: accessKeyId } })
  }
  return secret
}

function malformed(place: CredentialPlace, what: string, extra?: Record<string, string>): S3Error {
  return new S3Error(place.code, { message: `${place.prefix} ${what}`, ...(extra && { extra }) })
}
