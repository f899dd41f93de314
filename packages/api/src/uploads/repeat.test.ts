import { describe, expect, test } from 'vitest'
import { BYTES, type Client, planParts, put, refusal, sha256, sharedHarness, upload } from '../testing.ts'

const MiB = 1024 ** 2
const harness = sharedHarness()

async function newClient(): Promise<Client> {
  return harness().as(await harness().newUser())
}

const file = (overrides: object = {}) => ({
  name: 'a.txt',
  size: BYTES.length,
  contentType: 'text/plain',
  uploadId: harness().deps.newId(),
  ...overrides,
})

describe('asking again with the id that the client made answers', () => {
  test('the same PUT, reserved once, also beside new files', async () => {
    const client = await newClient()
    const again = file({ sha256: sha256(BYTES) })
    const [first] = (await client.uploads.presign.mutate({ files: [again] })).uploads
    const { uploads } = await client.uploads.presign.mutate({ files: [file(), again, file()] })
    expect(uploads[1]).toMatchObject({ plan: 'put', uploadId: again.uploadId })
    if (first?.plan !== 'put' || uploads[1]?.plan !== 'put') throw new Error('no PUT')
    expect(new URL(uploads[1].url).pathname).toBe(new URL(first.url).pathname)
    expect(await client.files.usage.query()).toMatchObject({ pendingBytes: 3 * BYTES.length })
    expect(await put(uploads[1])).toBe(200)
    await client.uploads.save.mutate({ uploadId: again.uploadId })
  })

  test('the same parts', async () => {
    const client = await newClient()
    const again = file({ size: 20 * MiB })
    const answers = [
      await client.uploads.presign.mutate({ files: [again] }),
      await client.uploads.presign.mutate({ files: [again] }),
    ]
    expect(answers[1]).toEqual(answers[0])
    expect(await client.files.usage.query()).toMatchObject({ pendingBytes: 20 * MiB })
  })

  test('the same file, where nothing had to be sent', async () => {
    const client = await newClient()
    await upload(client, { sha256: sha256(BYTES) })
    const again = file({ sha256: sha256(BYTES) })
    const answers = [
      await client.uploads.presign.mutate({ files: [again] }),
      await client.uploads.presign.mutate({ files: [again] }),
    ]
    expect(answers[0]?.uploads).toMatchObject([{ plan: 'stored', uploadId: again.uploadId }])
    expect(answers[1]).toEqual(answers[0])
    expect(await client.files.usage.query()).toMatchObject({ storedCount: 2 })
  })

  test('the file, once it is saved', async () => {
    const client = await newClient()
    const again = file()
    const [made] = (await client.uploads.presign.mutate({ files: [again] })).uploads
    if (made?.plan === 'put') await put(made)
    const saved = await client.uploads.save.mutate({ uploadId: again.uploadId })
    const { uploads } = await client.uploads.presign.mutate({ files: [again] })
    expect(uploads).toEqual([{ plan: 'stored', uploadId: again.uploadId, ...saved }])
  })
})

test('an id that is gone and one that is somebody else’s are refused alike', async () => {
  const client = await newClient()
  const { uploadId: gone } = await planParts(client)
  await client.uploads.abort.mutate({ uploadId: gone })
  const { uploadId: foreign } = await planParts(await newClient())
  const refusals = [gone, foreign].map((uploadId) =>
    refusal(client.uploads.presign.mutate({ files: [file(), file({ uploadId })] })),
  )
  for (const refused of await Promise.all(refusals)) {
    expect(refused).toMatchObject({ reason: 'UPLOAD_NOT_FOUND', field: 'files.1.uploadId' })
  }
  expect(await client.files.usage.query()).toMatchObject({ pendingBytes: 0 })
})

test('ten requests with one id at once reserve once', async () => {
  for (let round = 0; round < 5; round += 1) {
    const client = await newClient()
    const again = file()
    const calls = Array.from({ length: 10 }, () => client.uploads.presign.mutate({ files: [again] }))
    const paths = (await Promise.all(calls)).map(({ uploads: [made] }) =>
      made?.plan === 'put' ? new URL(made.url).pathname : made?.plan,
    )
    expect(new Set(paths).size).toBe(1)
    expect(await client.files.usage.query()).toMatchObject({ pendingBytes: BYTES.length })
  }
})

test('one request can’t use an id twice', async () => {
  const twice = file()
  const call = (await newClient()).uploads.presign.mutate({ files: [twice, twice] })
  expect(await refusal(call)).toMatchObject({ reason: 'INVALID_INPUT', field: 'files' })
})
