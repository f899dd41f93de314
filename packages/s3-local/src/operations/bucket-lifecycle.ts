import { receiveDocument } from '../body.ts'
import { type BucketCall, type Reply, xmlReply } from '../call.ts'
import { S3Error } from '../errors.ts'
import type { LifecycleRule } from '../lifecycle-rules.ts'
import { requireDigest } from '../require-digest.ts'
import { element, fields, s3Document, type XmlNode } from '../xml.ts'
import { parseLifecycle } from './lifecycle-xml.ts'

const MAX_LIFECYCLE_BYTES = 256 * 1024

export function getBucketLifecycle(call: BucketCall): Reply {
  const rules = call.bucket.settings.lifecycle
  if (!rules) throw new S3Error('NoSuchLifecycleConfiguration', { extra: { BucketName: call.bucket.name } })
  return xmlReply(s3Document('LifecycleConfiguration', ...rules.map(ruleElement)))
}

export async function putBucketLifecycle(call: BucketCall): Promise<Reply> {
  requireDigest(call)
  const lifecycle = parseLifecycle(await receiveDocument(call, MAX_LIFECYCLE_BYTES))
  await call.bucket.changeSettings({ lifecycle })
  return { status: 200 }
}

export async function deleteBucketLifecycle(call: BucketCall): Promise<Reply> {
  await call.bucket.changeSettings({ lifecycle: undefined })
  return { status: 204 }
}

function ruleElement(rule: LifecycleRule): XmlNode {
  const days = rule.abortIncompleteUploadDays
  return element(
    'Rule',
    element('ID', rule.id),
    filterElement(rule),
    element('Status', rule.enabled ? 'Enabled' : 'Disabled'),
    rule.expiration
      ? element(
          'Expiration',
          'days' in rule.expiration
            ? element('Days', rule.expiration.days)
            : element('Date', rule.expiration.date),
        )
      : null,
    days === undefined
      ? null
      : element('AbortIncompleteMultipartUpload', element('DaysAfterInitiation', days)),
  )
}

function filterElement({ scope, filter }: LifecycleRule): XmlNode {
  if (scope === 'prefix') return element('Prefix', filter.prefix ?? '')
  const conditions = [
    ...fields({ Prefix: filter.prefix }),
    ...filter.tags.map(([key, value]) => element('Tag', element('Key', key), element('Value', value))),
    ...fields({ ObjectSizeGreaterThan: filter.sizeGreaterThan, ObjectSizeLessThan: filter.sizeLessThan }),
  ]
  return scope === 'and' ? element('Filter', element('And', ...conditions)) : element('Filter', ...conditions)
}
