import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { expect, test } from 'vitest'
import { createFaultRules } from './fault-rules.ts'
import { PLAIN, refusal, send, startTestServer, type TestServer } from './test-server.ts'

const put = (server: TestServer, Key: string) =>
  server.client().send(new PutObjectCommand({ Bucket: server.bucket, Key, Body: 'x' }))
const exists = async (server: TestServer, Key: string) => {
  try {
    await server.client().send(new HeadObjectCommand({ Bucket: server.bucket, Key }))
    return true
  } catch {
    return false
  }
}

test.each([
  ['fail-before', { code: 'InternalError', status: 500 }, false],
  ['fail-after', { code: 'InternalError', status: 500 }, true],
  ['slow-down', { code: 'SlowDown', status: 503 }, false],
  // The SDK's name for a connection that was reset.
  ['cut-before', { code: 'TimeoutError', status: undefined }, false],
  ['cut-after', { code: 'TimeoutError', status: undefined }, true],
] as const)(
  '%s: the client is told so, and the write took effect only if it says after',
  async (fault, error, takesEffect) => {
    const rules = createFaultRules()
    await using server = await startTestServer({ faults: rules.hook })
    rules.add({ fault, operation: 'PutObject', times: 1 })
    expect(await refusal(put(server, 'k'))).toMatchObject(error)
    expect(await exists(server, 'k')).toBe(takesEffect)
    await put(server, 'k')
    expect(server.errors).toEqual([])
  },
)

test.each([
  ['hang-before', false],
  ['hang-after', true],
] as const)('%s: no answer ever comes', async (fault, takesEffect) => {
  const rules = createFaultRules()
  await using server = await startTestServer({ faults: rules.hook })
  rules.add({ fault, operation: 'PutObject' })
  const abort = new AbortController()
  const hanging = server
    .client()
    .send(new PutObjectCommand({ Bucket: server.bucket, Key: 'k', Body: 'x' }), { abortSignal: abort.signal })
  const outcome = refusal(hanging)
  await expect.poll(() => rules.list()[0]?.fired).toBe(1)
  await expect.poll(() => exists(server, 'k')).toBe(takesEffect)
  abort.abort()
  expect(await outcome).toMatchObject({ code: 'AbortError' })
})

test('a rule picks requests by operation, bucket, key and number', async () => {
  const rules = createFaultRules()
  await using server = await startTestServer({ faults: rules.hook })
  rules.add({
    fault: 'slow-down',
    operation: 'PutObject',
    bucket: server.bucket,
    keyPrefix: 'bad/',
    after: 1,
    times: 2,
  })
  const outcomes = []
  for (const key of ['good', 'bad/1', 'bad/2', 'bad/3', 'bad/4']) {
    outcomes.push(
      await put(server, key).then(
        () => 'stored',
        (error: Error) => error.name,
      ),
    )
  }
  expect(outcomes).toEqual(['stored', 'stored', 'SlowDown', 'SlowDown', 'stored'])
  expect(rules.list()).toMatchObject([{ seen: 4, fired: 2 }])
  rules.clear()
  expect(rules.list()).toEqual([])
})

test('a hook decides for itself', async () => {
  const seen: string[] = []
  await using server = await startTestServer({
    faults: ({ operation, key }) => {
      seen.push(`${operation} ${key}`)
      return key === 'no' ? 'fail-before' : null
    },
  })
  await put(server, 'yes')
  expect(await refusal(put(server, 'no'))).toMatchObject({ status: 500 })
  expect(seen).toContain('PutObject yes')
})

test('cut-after breaks a download off in the middle', async () => {
  const rules = createFaultRules()
  await using server = await startTestServer({ faults: rules.hook })
  const Body = Buffer.alloc(3_000_000, 'x')
  await server.client().send(new PutObjectCommand({ Bucket: server.bucket, Key: 'k', Body }))
  rules.add({ fault: 'cut-after', operation: 'GetObject' })
  const url = await getSignedUrl(
    server.client(PLAIN),
    new GetObjectCommand({ Bucket: server.bucket, Key: 'k' }),
  )
  const answer = await fetch(url)
  expect(answer.headers.get('content-length')).toBe('3000000')
  let received = 0
  const read = async () => {
    for await (const chunk of answer.body ?? []) received += chunk.length
  }
  await expect(read()).rejects.toThrow()
  expect(received).toBe(1_500_000)
  expect(server.errors).toEqual([])
})

test('the endpoint adds, lists and clears rules, and refuses those that it doesn’t understand', async () => {
  await using server = await startTestServer({ faultEndpoint: true })
  const url = `${server.url}/-/faults`
  const add = (rule: object) => send(url, { method: 'POST', body: JSON.stringify(rule) })
  expect(await add({ fault: 'slow-down', operation: 'PutObject', times: 1 })).toMatchObject({ status: 201 })
  for (const rule of [
    {},
    { fault: 'explode' },
    { fault: 'slow-down', colour: 'red' },
    { fault: 'slow-down', times: -1 },
  ]) {
    expect(await add(rule)).toMatchObject({ status: 400 })
  }
  expect(await refusal(put(server, 'k'))).toMatchObject({ code: 'SlowDown' })
  expect(JSON.parse((await send(url)).text)).toMatchObject([{ fault: 'slow-down', fired: 1 }])
  expect((await send(url, { method: 'DELETE' })).text).toBe('[]')
})

test('without the flag there is no endpoint', async () => {
  await using server = await startTestServer()
  expect(await send(`${server.url}/-/faults`)).toMatchObject({ code: 'InvalidBucketName' })
})
