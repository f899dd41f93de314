import { authorize } from '../authorize.ts'
import { discardContent, MAX_PUT_BYTES, planDigests, receiveStream, tooLarge } from '../body.ts'
import type { BucketCall, Reply } from '../call.ts'
import { describeObject } from '../description.ts'
import { S3Error } from '../errors.ts'
import { type Form, receiveForm } from '../form.ts'
import { checkKey, encodeKey } from '../names.ts'
import { checkPostLength, type VerifiedPost, verifyPost } from '../post/policy.ts'
import type { ObjectDescription, ObjectRecord } from '../store/record.ts'
import { MAX_OBJECT_TAGS, parseTagging } from '../tags.ts'
import { DEFAULT_ALGORITHM, fullObject, storeObject, wholeSeconds, writtenHeaders } from '../write-object.ts'
import { element, s3Document } from '../xml.ts'

/** A browser's upload: its form carries what headers carry otherwise, the signature among it. */
export function postObject(call: BucketCall): Promise<Reply> {
  if (call.verified.identity) {
    throw new S3Error('InvalidRequest', { message: 'A browser upload is authenticated by its form alone.' })
  }
  return receiveForm(call, (form, file) => takeFile(call, form, file))
}

async function takeFile(call: BucketCall, form: Form, file: AsyncIterable<Buffer>): Promise<Reply> {
  const { bucket } = call
  const { credentials, region } = call.server
  const post = verifyPost({ ...form, bucket: bucket.name }, { credentials, now: call.now, region })
  checkKey(post.key)
  const asCall = formCall(call, post)
  const description = describeForm(asCall, post)
  authorizeForm(asCall, post, description)
  const received = await receiveStream(asCall, file, {
    bucket,
    check: planDigests(asCall, { keep: (given) => given ?? DEFAULT_ALGORITHM }),
    checkSize(size, isWhole) {
      if (size > MAX_PUT_BYTES) throw tooLarge(size, MAX_PUT_BYTES)
      if (isWhole || size > (post.lengthRange?.max ?? Number.POSITIVE_INFINITY)) {
        checkPostLength(post.lengthRange, size)
      }
    },
  })
  const record: ObjectRecord = {
    ...description,
    key: post.key,
    lastModified: wholeSeconds(call.server.now()),
    size: received.size,
    etag: received.md5,
    checksum: fullObject(received.checksum),
    content: received.content,
  }
  await storeObject(call, record, {
    condition: { precondition: undefined, release: () => undefined },
    abandon: () => discardContent(bucket, received.content),
  })
  return formReply(call, post, record)
}

/** The fields in the place of headers, under a few names of their own. */
function formCall(call: BucketCall, post: VerifiedPost): BucketCall {
  const fields = new Map(post.fields)
  const acl = fields.get('acl')
  if (acl !== undefined) fields.set('x-amz-acl', acl)
  return {
    ...call,
    raw: { ...call.raw, headers: [...fields] },
    query: new Map(),
    header: (name) => fields.get(name),
    verified: {
      ...call.verified,
      identity: post.identity,
      authType: post.authType,
      signatureAgeMs: post.signatureAgeMs,
      payload: { kind: 'unsigned' },
    },
  }
}

function describeForm(call: BucketCall, post: VerifiedPost): ObjectDescription {
  const tagging = post.fields.get('tagging')
  const description = describeObject(call)
  if (tagging === undefined) return description
  return { ...description, tags: parseTagging(Buffer.from(tagging), MAX_OBJECT_TAGS) }
}

function authorizeForm(call: BucketCall, post: VerifiedPost, { tags }: ObjectDescription): void {
  const access = { bucket: call.bucket, key: post.key, requestTags: tags, formFields: post.fields }
  authorize(call, { ...access, action: 's3:PutObject' })
  if (tags.length > 0) authorize(call, { ...access, action: 's3:PutObjectTagging' })
}

/** 204, or what `success_action_redirect` or `success_action_status` asks for. */
function formReply(call: BucketCall, post: VerifiedPost, record: ObjectRecord): Reply {
  const location = `http://${call.header('host') ?? ''}/${call.bucket.name}/${encodeKey(record.key)}`
  const headers = { ...writtenHeaders(call, record), location }
  const redirect = redirectTarget(post.fields.get('success_action_redirect') ?? post.fields.get('redirect'))
  if (redirect) {
    redirect.searchParams.append('bucket', call.bucket.name)
    redirect.searchParams.append('key', record.key)
    redirect.searchParams.append('etag', `"${record.etag}"`)
    return { status: 303, headers: { ...headers, location: redirect.href } }
  }
  const status = post.fields.get('success_action_status')
  if (status === '200') return { status: 200, headers }
  if (status !== '201') return { status: 204, headers }
  const body = s3Document(
    'PostResponse',
    element('Location', location),
    element('Bucket', call.bucket.name),
    element('Key', record.key),
    element('ETag', `"${record.etag}"`),
  )
  return { status: 201, headers: { ...headers, 'content-type': 'application/xml' }, body }
}

/** S3 acts as if an unreadable URL weren't there. */
function redirectTarget(text: string | undefined): URL | null {
  if (text === undefined || !URL.canParse(text)) return null
  const url = new URL(text)
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null
}
