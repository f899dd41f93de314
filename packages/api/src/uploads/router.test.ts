import { afterEach, describe, expect, test } from 'vitest'
import { createHarness, expectInvariants, presign, put, upload } from '../testing.ts'

test('a file is presigned, sent, saved and listed', async () => {
  await using harness = await createHarness()
  const client = harness.as(await harness.newUser())
  const file = await upload(client, { name: 'Bericht – größer.txt' })
  expect(file).toMatchObject({
    name: 'Bericht – größer.txt',
    size: 19,
    kind: 'text',
    visibility: 'private',
    url: null,
  })
  expect((await client.files.list.query({})).files).toEqual([file])
  await expectInvariants(harness)
})
