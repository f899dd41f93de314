import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import * as S from '../index.ts'
import { put, sha256 } from './http.ts'
import { multipartSteps } from './multipart-steps.ts'
import { clause, newKey, type Store } from './stores.ts'

/** S3's smallest part, but for the last one. */
const MIN_PART = 5 * 1024 * 1024

export function completionContract(store: Store, storage: S.Storage): void {
  const { start, sendPart } = multipartSteps(storage)

  clause(store, 'joins parts that arrived in any order; until then nothing is visible', {
    async holds() {
      const upload = await start()
      const bytes = [randomBytes(MIN_PART), randomBytes(MIN_PART), randomBytes(1234)]
      const parts = await Promise.all(
        [2, 0, 1].map((i) => sendPart(upload, i + 1, bytes[i] ?? Buffer.alloc(0))),
      )
      expect(await S.headObject(storage, upload)).toBeNull()
      const { etag } = await S.completeMultipart(storage, { ...upload, parts, ifNoneMatch: true })
      expect(etag).toMatch(/^[0-9a-f]{32}-3$/)
      const whole = Buffer.concat(bytes)
      const head = await S.headObject(storage, upload)
      expect(head).toMatchObject({ size: whole.length, contentType: 'video/mp4', etag, sha256: null })
      const { url } = await S.presignGet(storage, { key: upload.key, expiresIn: 60 })
      expect(sha256(Buffer.from(await (await fetch(url)).arrayBuffer()))).toBe(sha256(whole))
      expect(await S.listParts(storage, upload), 'the upload is over').toBeNull()
    },
  })

  clause(store, 'answers the checksum of its parts’ checksums', {
    async holds() {
      const upload = await start()
      const parts = [await sendPart(upload, 1, Buffer.from('only'))]
      const { sha256Composite } = await S.completeMultipart(storage, { ...upload, parts })
      const composite = Buffer.from(sha256(Buffer.from(sha256('only'), 'hex')), 'hex').toString('base64')
      expect(sha256Composite).toBe(`${composite}-1`)
      expect(await S.headObject(storage, upload)).toMatchObject({ sha256: null, sha256Composite })
    },
    gaps: {
      ceph: {
        says: 'checksums are not returned',
        async actual() {
          const upload = await start()
          const parts = [await sendPart(upload, 1, Buffer.from('only'))]
          expect((await S.completeMultipart(storage, { ...upload, parts })).sha256Composite).toBeUndefined()
          expect(await S.headObject(storage, upload)).toMatchObject({ sha256: null, sha256Composite: null })
        },
      },
    },
  })

  clause(store, 'is refused with a small part before the last, or a part that never came', {
    async holds() {
      const upload = await start()
      const small = [await sendPart(upload, 1, Buffer.from('a')), await sendPart(upload, 2, Buffer.from('b'))]
      await expect(S.completeMultipart(storage, { ...upload, parts: small })).rejects.toMatchObject({
        name: 'StorageError',
        code: 'EntityTooSmall',
        status: 400,
        retryable: false,
      })
      const [first] = small
      const never = [{ partNumber: 1, etag: '0'.repeat(32), sha256: first?.sha256 }]
      await expect(S.completeMultipart(storage, { ...upload, parts: never })).rejects.toMatchObject({
        code: 'InvalidPart',
        status: 400,
      })
      expect(await S.listParts(storage, upload), 'and can be repaired').toHaveLength(2)
    },
  })

  const completeOver = async () => {
    const [upload, blocker] = [await start(), Buffer.from('was here first')]
    const signed = await S.presignPut(storage, {
      key: upload.key,
      size: blocker.length,
      contentType: 'text/plain',
      expiresIn: 60,
    })
    await put(signed, blocker)
    const parts = [await sendPart(upload, 1, Buffer.from('late'))]
    const done = S.completeMultipart(storage, { ...upload, parts, ifNoneMatch: true })
    return { done, read: async () => S.headObject(storage, upload), blocker }
  }
  clause(store, 'is refused over an object, if told so', {
    async holds() {
      const { done, read, blocker } = await completeOver()
      await expect(done).rejects.toMatchObject({ code: 'PreconditionFailed', status: 412, retryable: false })
      expect(await read()).toMatchObject({ size: blocker.length })
    },
    gaps: {
      ceph: {
        says: 'conditions of a completion are ignored',
        async actual() {
          const { done, read } = await completeOver()
          await done
          expect(await read()).toMatchObject({ size: 'late'.length })
        },
      },
    },
  })

  const completeNothing = () =>
    S.completeMultipart(storage, {
      key: newKey(),
      multipartId: 'no-such-upload',
      parts: [{ partNumber: 1, etag: '0'.repeat(32) }],
    })
  clause(store, 'is refused for an unknown upload', {
    async holds() {
      await expect(completeNothing()).rejects.toMatchObject({
        code: 'NoSuchUpload',
        status: 404,
        retryable: false,
      })
    },
    gaps: {
      ceph: {
        says: 'an unknown upload id gives 500',
        async actual() {
          await expect(completeNothing()).rejects.toMatchObject({ code: 'InternalError', status: 500 })
        },
      },
    },
  })
}
