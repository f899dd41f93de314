import { PutObjectCommand } from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { deleteObject, deleteObjects, headObject, presignGet, type Storage } from '../index.ts'
import { send } from './http.ts'
import { clause, newKey, type Store } from './stores.ts'

export function deletionContract(store: Store, storage: Storage): void {
  const stored = async (key = newKey()) => {
    await storage.client.send(new PutObjectCommand({ Bucket: storage.bucket, Key: key, Body: 'x' }))
    return key
  }

  clause(store, 'of one object ends its URLs, and can be repeated', {
    async holds() {
      const key = await stored()
      const { url } = await presignGet(storage, { key, expiresIn: 60 })
      expect(await send('GET', url)).toMatchObject({ status: 200 })
      await deleteObject(storage, { key })
      expect(await send('GET', url)).toMatchObject({ status: 404 })
      await deleteObject(storage, { key })
      await deleteObject(storage, { key: newKey() })
    },
  })

  clause(store, 'of many objects takes missing keys, repeated keys and every character', {
    async holds() {
      const folder = newKey()
      const odd = [
        ' a b',
        'a+b',
        'a%2Bb',
        '<&>"\'',
        'é😀',
        'line\nfeed',
        'return\rtab\t',
        'control\u0001',
        'a//b/',
      ]
      const keys = await Promise.all(odd.map((name) => stored(`${folder}/${name}`)))
      const missing = newKey()
      const { deleted, failed } = await deleteObjects(storage, { keys: [...keys, missing, ...keys] })
      expect(failed).toEqual([])
      expect(deleted).toHaveLength(keys.length + 1)
      expect(new Set(deleted)).toEqual(new Set([...keys, missing]))
      for (const key of keys) expect(await headObject(storage, { key }), JSON.stringify(key)).toBeNull()
    },
  })

  clause(store, 'of more objects than S3 takes at once goes in batches', {
    async holds() {
      const real = [await stored(), await stored()]
      const missing = Array.from({ length: 2001 }, newKey)
      const { deleted, failed } = await deleteObjects(storage, {
        keys: [real[0] ?? '', ...missing, real[1] ?? ''],
      })
      expect([deleted.length, failed]).toEqual([2003, []])
      for (const key of real) expect(await headObject(storage, { key })).toBeNull()
    },
  })

  clause(store, 'of nothing asks nothing', {
    async holds() {
      expect(await deleteObjects(storage, { keys: [] })).toEqual({ deleted: [], failed: [] })
    },
  })

  clause(store, 'with a wrong secret is refused, and says why without saying the secret', {
    async holds() {
      const key = await stored()
      const { accessKeyId } = await storage.client.config.credentials()
      const forger = store.open({ credentials: { accessKeyId, secretAccessKey: 'not-the-secret' } })
      const refused = { name: 'StorageError', code: 'SignatureDoesNotMatch', status: 403, retryable: false }
      await expect(deleteObject(forger, { key })).rejects.toMatchObject(refused)
      await expect(deleteObjects(forger, { keys: [key] })).rejects.toMatchObject(refused)
      await expect(deleteObject(forger, { key })).rejects.toThrow(
        /^DeleteObject failed: (?!.*not-the-secret)/,
      )
      expect(await headObject(storage, { key })).not.toBeNull()
    },
  })
}
