import { queryPairs } from './auth/request.ts'
import { S3Error } from './errors.ts'
import type { Tags } from './store/record.ts'
import {
  all,
  element,
  onlyChildren,
  optional,
  type Parsed,
  parseXml,
  requiredText,
  type XmlNode,
} from './xml.ts'

/** "Categorizing your storage using tags": 10 an object, 50 a bucket. */
export const MAX_OBJECT_TAGS = 10
export const MAX_BUCKET_TAGS = 50

/** The `x-amz-tagging` header: `a=1&b=2`, URL-encoded. */
export function parseTagHeader(header: string | undefined): Tags {
  if (header === undefined) return []
  const tags = queryPairs(header)
  if (
    !isUrlEncoded(header) ||
    tags.some(([key]) => key === '') ||
    new Set(tags.map(([key]) => key)).size !== tags.length
  ) {
    throw new S3Error('InvalidArgument', {
      message:
        "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      extra: { ArgumentName: 'x-amz-tagging', ArgumentValue: header },
    })
  }
  checkTags(tags, MAX_OBJECT_TAGS)
  return tags
}

function isUrlEncoded(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/** The XML of PutObjectTagging, PutBucketTagging and a form's `tagging` field. */
export function parseTagging(body: Buffer, limit: number): Tags {
  const root = parseXml(body, 'Tagging')
  onlyChildren(root, ['TagSet'])
  const set = optional(root, 'TagSet')
  if (!set) throw new S3Error('MalformedXML')
  return readTags(set, limit)
}

/** The tags that a CreateBucketConfiguration may give. */
export function parseBucketTags(configuration: Parsed): Tags {
  const set = optional(configuration, 'Tags')
  return set ? readTags(set, MAX_BUCKET_TAGS) : []
}

function readTags(set: Parsed, limit: number): Tags {
  onlyChildren(set, ['Tag'])
  const tags = all(set, 'Tag').map((tag) => [requiredText(tag, 'Key'), requiredText(tag, 'Value')] as const)
  checkTags(tags, limit)
  return tags
}

export function tagSet(tags: Tags): XmlNode {
  return element(
    'TagSet',
    ...tags.map(([key, value]) => element('Tag', element('Key', key), element('Value', value))),
  )
}

function checkTags(tags: Tags, limit: number): void {
  if (tags.length > limit) {
    const subject = limit === MAX_OBJECT_TAGS ? 'Object' : 'Bucket'
    throw new S3Error(subject === 'Object' ? 'BadRequest' : 'InvalidTag', {
      message: `${subject} tags cannot be greater than ${limit}`,
    })
  }
  const seen = new Set<string>()
  for (const [key, value] of tags) {
    if (key === '' || key.length > 128 || !isTagText(key))
      invalidTag('The TagKey you have provided is invalid', key)
    if (value.length > 256 || !isTagText(value))
      invalidTag('The TagValue you have provided is invalid', value)
    if (key.toLowerCase().startsWith('aws:'))
      invalidTag('System tags cannot be added/updated by requester', key)
    if (seen.has(key)) invalidTag('Cannot provide multiple Tags with the same key', key)
    seen.add(key)
  }
}

function invalidTag(message: string, tag: string): never {
  throw new S3Error('InvalidTag', { message, extra: { TagKey: tag } })
}

/** Letters, numbers and spaces of any script, and + - = . _ : / @ */
function isTagText(text: string): boolean {
  return /^[\p{L}\p{N}\p{Zs}+\-=._:/@]*$/u.test(text)
}
