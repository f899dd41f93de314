import { GetObjectCommand, GetObjectTaggingCommand } from '@aws-sdk/client-s3'
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLAIN, refusal, startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

type Change = (form: FormData) => void

async function post(
  key: string,
  options: Partial<PresignedPostOptions> = {},
  change: Change = () => undefined,
) {
  const { url, fields } = await createPresignedPost(server.client(PLAIN), {
    Bucket: server.bucket,
    Key: key,
    Expires: 600,
    ...options,
  })
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob(['hello'], { type: 'text/plain' }), 'naïve name.txt')
  change(form)
  const answer = await fetch(url, { method: 'POST', body: form, redirect: 'manual' })
  const text = await answer.text()
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    code: /<Code>([^<]*)<\/Code>/.exec(text)?.[1],
  }
}
const read = (Key: string) => server.client().send(new GetObjectCommand({ Bucket: server.bucket, Key }))

test('a form within its policy is stored with what its fields say', async () => {
  const answer = await post('post/$' + '{filename}', {
    Conditions: [
      ['content-length-range', 1, 10],
      ['starts-with', '$key', 'post/'],
      ['starts-with', '$x-amz-meta-a', ''],
      ['eq', '$Content-Type', 'text/plain'],
      ['starts-with', '$tagging', ''],
    ],
    Fields: {
      'Content-Type': 'text/plain',
      'x-amz-meta-a': 'b',
      tagging: '<Tagging><TagSet><Tag><Key>t</Key><Value>1</Value></Tag></TagSet></Tagging>',
    },
  })
  expect(answer.status).toBe(204)
  const got = await read('post/naïve name.txt')
  expect(await got.Body?.transformToString()).toBe('hello')
  expect(got).toMatchObject({
    ContentType: 'text/plain',
    Metadata: { a: 'b' },
    ETag: answer.headers.get('etag'),
  })
  const { TagSet } = await server
    .client()
    .send(new GetObjectTaggingCommand({ Bucket: server.bucket, Key: 'post/naïve name.txt' }))
  expect(TagSet).toEqual([{ Key: 't', Value: '1' }])
})

test('success_action_status 201 describes the object, a redirect goes where it says', async () => {
  const created = await post('created', {
    Fields: { success_action_status: '201' },
    Conditions: [{ success_action_status: '201' }],
  })
  expect(created.status).toBe(201)
  expect(created.text).toContain('<Key>created</Key>')
  const target = 'http://localhost:3000/done?a=1'
  const sent = await post('sent', {
    Fields: { success_action_redirect: target },
    Conditions: [{ success_action_redirect: target }],
  })
  expect(sent.status).toBe(303)
  expect(sent.headers.get('location')).toMatch(
    /^http:\/\/localhost:3000\/done\?a=1&bucket=test-bucket&key=sent&etag=/,
  )
})

const RANGE = (min: number, max: number): PresignedPostOptions['Conditions'] => [
  ['content-length-range', min, max],
]

type Refused = [
  what: string,
  expected: { status: number; code: string },
  options: Partial<PresignedPostOptions>,
  change?: Change,
]

const DENIED = { status: 403, code: 'AccessDenied' }
const FORGED = { status: 403, code: 'SignatureDoesNotMatch' }
const PROOF = ['Policy', 'X-Amz-Signature', 'X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date']

test.each<Refused>([
  ['longer than its policy allows', { status: 400, code: 'EntityTooLarge' }, { Conditions: RANGE(0, 4) }],
  ['shorter than its policy allows', { status: 400, code: 'EntityTooSmall' }, { Conditions: RANGE(6, 9) }],
  ['with another key', DENIED, {}, (form) => form.set('key', 'refused/other')],
  ['with a field that the policy doesn’t name', DENIED, {}, (form) => form.set('x-amz-meta-evil', '1')],
  ['with another signature', FORGED, {}, (form) => form.set('X-Amz-Signature', '0'.repeat(64))],
  ['with another policy', FORGED, {}, (form) => form.set('Policy', Buffer.from('{}').toString('base64'))],
  ['that has expired', DENIED, { Expires: -1 }],
  ['without a file', { status: 400, code: 'InvalidArgument' }, {}, (form) => form.delete('file')],
  ['without any policy', DENIED, {}, (form) => PROOF.forEach((name) => void form.delete(name))],
])('a form %s is refused, and nothing is stored', async (_, expected, options, change) => {
  const reordered: Change = (form) => {
    const file = form.get('file')
    change?.(form)
    // Fields that were set anew must still come before the file.
    if (form.has('file') && file) {
      form.delete('file')
      form.append('file', file)
    }
  }
  expect(await post('refused/it', options, reordered)).toMatchObject(expected)
  for (const key of ['refused/it', 'refused/other']) {
    expect(await refusal(read(key))).toMatchObject({ code: 'NoSuchKey' })
  }
})

test('a body that isn’t a form, or breaks off, is refused', async () => {
  const send = async (type: string, body: string) => {
    const answer = await fetch(`${server.url}/${server.bucket}`, {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    })
    return [answer.status, /<Code>([^<]*)<\/Code>/.exec(await answer.text())?.[1]]
  }
  expect(await send('text/plain', 'x')).toEqual([412, 'PreconditionFailed'])
  expect(await send('multipart/form-data', 'x')).toEqual([400, 'MalformedPOSTRequest'])
  const part = '--b\r\ncontent-disposition: form-data; name="key"\r\n\r\nk'
  expect(await send('multipart/form-data; boundary=b', part)).toEqual([400, 'MalformedPOSTRequest'])
  const big = `--b\r\ncontent-disposition: form-data; name="key"\r\n\r\n${'k'.repeat(30_000)}\r\n--b--\r\n`
  expect(await send('multipart/form-data; boundary=b', big)).toEqual([
    400,
    'MaxPostPreDataLengthExceededError',
  ])
  expect(server.errors).toEqual([])
})
