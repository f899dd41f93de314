import { PutObjectCommand } from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { listObjects, type Storage } from '../index.ts'
import { clause, newKey, type Store } from './stores.ts'

export function listingContract(store: Store, storage: Storage): void {
  const fill = async (folder: string, names: string[]) => {
    const keys = names.map((name) => `${folder}/${name}`)
    const put = (Key: string) =>
      storage.client.send(new PutObjectCommand({ Bucket: storage.bucket, Key, Body: 'four' }))
    for (let start = 0; start < keys.length; start += 20) {
      await Promise.all(keys.slice(start, start + 20).map(put))
    }
    return keys
  }
  const list = async (params: { prefix?: string; startAfter?: string }) => {
    const found: string[] = []
    for await (const { key } of listObjects(storage, params)) found.push(key)
    return found
  }

  clause(store, 'gives every object with its size, ETag and time', {
    async holds() {
      const folder = newKey()
      const [key] = await fill(folder, ['a'])
      const found = []
      for await (const object of listObjects(storage, { prefix: folder })) found.push(object)
      expect(found).toEqual([
        { key, size: 4, etag: '8cbad96aced40b3838dd9f07f6ef5772', lastModified: expect.any(Date) },
      ])
    },
  })

  clause(store, "keeps every character of a key, in the order of the keys' UTF-8 bytes", {
    async holds() {
      const folder = newKey()
      const names = [
        '!',
        '%2B',
        '+',
        ' ',
        '//x',
        'a&<>"\'',
        'ä',
        '\uffee',
        '😀',
        'z',
        'Z',
        'x\u0001',
        'x\r\n',
        'y/',
      ]
      const keys = await fill(folder, names)
      const inOrder = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      expect(await list({ prefix: `${folder}/` })).toEqual(inOrder)
    },
  })

  clause(store, 'starts after a key, which need not exist', {
    async holds() {
      const folder = newKey()
      const [, b, c] = await fill(folder, ['a', 'b', 'c'])
      expect(await list({ prefix: folder, startAfter: `${folder}/a` })).toEqual([b, c])
      expect(await list({ prefix: folder, startAfter: `${folder}/bb` })).toEqual([c])
      expect(await list({ prefix: folder, startAfter: `${folder}/c` })).toEqual([])
    },
  })

  clause(store, 'of more objects than one page holds gives each once', {
    async holds() {
      const folder = newKey()
      const keys = await fill(
        folder,
        Array.from({ length: 1003 }, (_, index) => `n+${String(index).padStart(4, '0')}`),
      )
      expect(await list({ prefix: folder })).toEqual(keys)
    },
  })

  clause(store, 'can be left early', {
    async holds() {
      const folder = newKey()
      await fill(folder, ['a', 'b'])
      for await (const { key } of listObjects(storage, { prefix: folder })) {
        expect(key).toBe(`${folder}/a`)
        break
      }
    },
  })

  clause(store, 'of a prefix without objects is empty', {
    async holds() {
      expect(await list({ prefix: newKey() })).toEqual([])
    },
  })
}
