import { receiveDocument } from '../body.ts'
import { type BucketCall, type Reply, xmlReply } from '../call.ts'
import { type CorsRule, validateCors } from '../cors.ts'
import { S3Error } from '../errors.ts'
import { requireDigest } from '../require-digest.ts'
import { all, element, onlyChildren, optionalText, type Parsed, parseXml, s3Document } from '../xml.ts'

/** "CORS configuration": 64 KB and 100 rules. */
const MAX_CORS_BYTES = 64 * 1024

export function getBucketCors(call: BucketCall): Reply {
  const rules = call.bucket.settings.cors
  if (!rules) throw new S3Error('NoSuchCORSConfiguration', { extra: { BucketName: call.bucket.name } })
  return xmlReply(s3Document('CORSConfiguration', ...rules.map(ruleElement)))
}

export async function putBucketCors(call: BucketCall): Promise<Reply> {
  requireDigest(call)
  const root = parseXml(await receiveDocument(call, MAX_CORS_BYTES), 'CORSConfiguration')
  onlyChildren(root, ['CORSRule'])
  const rules = all(root, 'CORSRule').map(parseRule)
  validateCors(rules)
  await call.bucket.changeSettings({ cors: rules })
  return { status: 200 }
}

export async function deleteBucketCors(call: BucketCall): Promise<Reply> {
  await call.bucket.changeSettings({ cors: undefined })
  return { status: 204 }
}

function parseRule(rule: Parsed): CorsRule {
  onlyChildren(rule, [
    'ID',
    'AllowedOrigin',
    'AllowedMethod',
    'AllowedHeader',
    'ExposeHeader',
    'MaxAgeSeconds',
  ])
  const texts = (name: string) => all(rule, name).map(({ text }) => text.trim())
  const maxAge = optionalText(rule, 'MaxAgeSeconds')?.trim()
  if (maxAge !== undefined && !/^\d{1,9}$/.test(maxAge)) throw new S3Error('MalformedXML')
  return {
    id: optionalText(rule, 'ID'),
    allowedOrigins: texts('AllowedOrigin'),
    allowedMethods: texts('AllowedMethod'),
    allowedHeaders: texts('AllowedHeader'),
    exposeHeaders: texts('ExposeHeader'),
    maxAgeSeconds: maxAge === undefined ? undefined : Number(maxAge),
  }
}

function ruleElement(rule: CorsRule) {
  return element(
    'CORSRule',
    rule.id === undefined ? null : element('ID', rule.id),
    ...rule.allowedOrigins.map((origin) => element('AllowedOrigin', origin)),
    ...rule.allowedMethods.map((method) => element('AllowedMethod', method)),
    ...rule.allowedHeaders.map((header) => element('AllowedHeader', header)),
    ...rule.exposeHeaders.map((header) => element('ExposeHeader', header)),
    rule.maxAgeSeconds === undefined ? null : element('MaxAgeSeconds', rule.maxAgeSeconds),
  )
}
