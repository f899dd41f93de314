import { afterEach, describe, expect, test } from 'vitest'
import { sweep } from '../sweep/sweep.ts'
import { createHarness, expectInvariants, type Harness, planParts, sendParts, upload } from '../testing.ts'

let harness: Harness

afterEach(async () => {
  await harness.settled()
  await expectInvariants(harness)
  await harness[Symbol.asyncDispose]()
})

describe('a server whose clock is ten minutes', () => {
  test.each([
    ['fast', 600],
    ['slow', -600],
  ])('%s serves uploads, and its sweep takes none', async (_, seconds) => {
    harness = await createHarness({ putUrlSeconds: 900 })
    harness.skipSeconds(seconds)
    const client = harness.as(await harness.newUser())
    const inParts = await planParts(client)
    await sendParts(client, inParts, [1, 2])
    await upload(client)
    expect(await sweep(harness.deps)).toMatchObject({ uploadsReaped: 0, leftoversAborted: 0, failed: [] })
    // Another server, whose clock is right.
    harness.skipSeconds(-seconds)
    expect(await sweep(harness.deps)).toMatchObject({ uploadsReaped: 0, leftoversAborted: 0, failed: [] })
    await sendParts(client, inParts, [3])
    await client.uploads.save.mutate({ uploadId: inParts.uploadId })
    expect(await client.files.usage.query()).toMatchObject({ pendingBytes: 0, storedCount: 2 })
  })
})
