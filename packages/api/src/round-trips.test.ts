import { expect, test } from 'vitest'
import {
  type Client,
  planParts,
  presign,
  put,
  sendParts,
  sharedHarness,
  signPart,
  upload,
} from './testing.ts'

const harness = sharedHarness()

/** What each procedure may cost, after the session: an extra query fails here before anybody feels it. */
async function cost(call: () => Promise<unknown>): Promise<number> {
  harness().roundTrips()
  await call()
  return harness().roundTrips()
}

async function trashed(client: Client): Promise<string> {
  const { id } = await upload(client)
  await client.files.trash.mutate({ id })
  return id
}

test('every procedure takes as few round trips to the database as it can', async () => {
  const user = await harness().newUser()
  const client = harness().as(user)
  const admin = harness().as(await harness().newUser({ role: 'admin' }))
  const files = Array.from({ length: 100 }, (_, n) => ({ name: `${n}`, size: 1, contentType: 'text/plain' }))
  const { id } = await upload(client)
  const sent = await presign(client)
  await put(sent)
  const parts = await planParts(client)
  const whole = await planParts(client)
  await sendParts(client, whole)
  const bin = [await trashed(client), await trashed(client)] as const
  const reason = 'To see what it costs'

  expect({
    'uploads.presign of 1': await cost(() => presign(client)),
    'uploads.presign of 100': await cost(() => client.uploads.presign.mutate({ files })),
    'uploads.save': await cost(() => client.uploads.save.mutate({ uploadId: sent.uploadId })),
    'uploads.save again': await cost(() => client.uploads.save.mutate({ uploadId: sent.uploadId })),
    'uploads.signParts, the first': await cost(() => signPart(client, parts, 1)),
    'uploads.signParts': await cost(() => signPart(client, parts, 2)),
    'uploads.parts': await cost(() => client.uploads.parts.query({ uploadId: parts.uploadId })),
    'uploads.save of parts': await cost(() => client.uploads.save.mutate({ uploadId: whole.uploadId })),
    'uploads.pending': await cost(() => client.uploads.pending.query({})),
    'uploads.abort, and emptying the outbox': await cost(async () => {
      await client.uploads.abort.mutate({ uploadId: parts.uploadId })
      await harness().settled()
    }),
    'files.list': await cost(() => client.files.list.query({ search: 'a' })),
    'files.get': await cost(() => client.files.get.query({ id })),
    'files.presignDownload': await cost(() => client.files.presignDownload.mutate({ id })),
    'files.rename': await cost(() => client.files.rename.mutate({ id, name: 'b.txt' })),
    'files.trash': await cost(() => client.files.trash.mutate({ id })),
    'files.trash again': await cost(() => client.files.trash.mutate({ id })),
    'files.restore': await cost(() => client.files.restore.mutate({ id })),
    'files.purge, and emptying the outbox': await cost(async () => {
      await client.files.purge.mutate({ id: bin[0] })
      await harness().settled()
    }),
    'files.usage': await cost(() => client.files.usage.query()),
    'admin.files.list': await cost(() => admin.admin.files.list.query({ search: 'a' })),
    'admin.files.presignDownload': await cost(() => admin.admin.files.presignDownload.mutate({ id })),
    'admin.files.delete': await cost(() => admin.admin.files.delete.mutate({ id, reason })),
    'admin.files.restore': await cost(() => admin.admin.files.restore.mutate({ id })),
    'admin.audit.list': await cost(() => admin.admin.audit.list.query({})),
  }).toEqual({
    'uploads.presign of 1': 1,
    'uploads.presign of 100': 1,
    'uploads.save': 2,
    'uploads.save again': 2,
    'uploads.signParts, the first': 2,
    'uploads.signParts': 1,
    'uploads.parts': 1,
    'uploads.save of parts': 2,
    'uploads.pending': 1,
    'uploads.abort, and emptying the outbox': 3,
    'files.list': 1,
    'files.get': 1,
    'files.presignDownload': 1,
    'files.rename': 1,
    'files.trash': 1,
    'files.trash again': 2,
    'files.restore': 1,
    'files.purge, and emptying the outbox': 3,
    'files.usage': 1,
    'admin.files.list': 1,
    'admin.files.presignDownload': 1,
    'admin.files.delete': 1,
    'admin.files.restore': 1,
    'admin.audit.list': 1,
  })
})
