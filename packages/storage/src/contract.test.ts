import { afterAll, beforeAll, describe } from 'vitest'
import { bucketContract } from './contract/bucket.ts'
import { completionContract } from './contract/completion.ts'
import { deletionContract } from './contract/deletion.ts'
import { listingContract } from './contract/listing.ts'
import { multipartContract } from './contract/multipart.ts'
import { presignedGetContract } from './contract/presigned-get.ts'
import { presignedPutContract } from './contract/presigned-put.ts'
import { stores } from './contract/stores.ts'
import { deleteObjects, destroyStorage, listObjects, setUpBucket } from './index.ts'

// Not a matter of speed: Ceph makes its pools when the first bucket and the first object come.
const SET_UP_LIMIT = 60_000

describe.each(stores(process.env))('storage on $name', (store) => {
  const storage = store.open()
  beforeAll(async () => {
    await setUpBucket(storage, { origins: ['http://localhost:5173'] })
  }, SET_UP_LIMIT)
  afterAll(async () => {
    // Reporters count skipped tests without naming them.
    if (store.gaps.size > 0) console.info(`Known gaps of ${store.name}:\n- ${[...store.gaps].join('\n- ')}`)
    const keys: string[] = []
    for await (const { key } of listObjects(storage)) keys.push(key)
    await deleteObjects(storage, { keys })
    destroyStorage(storage)
  })

  describe('a presigned PUT', () => presignedPutContract(store, storage))
  describe('a presigned GET', () => presignedGetContract(store, storage))
  describe('a multipart upload', () => multipartContract(store, storage))
  describe('completing a multipart upload', () => completionContract(store, storage))
  describe('a listing', () => listingContract(store, storage))
  describe('a deletion', () => deletionContract(store, storage))
  describe('the bucket', () => bucketContract(store, storage))
})
