import { expect } from 'vitest'
import * as S from '../index.ts'
import { codeOf, put, send, sha256 } from './http.ts'
import { multipartSteps } from './multipart-steps.ts'
import { clause, newKey, type Store } from './stores.ts'

export function multipartContract(store: Store, storage: S.Storage): void {
  const { start, sign, sendPart } = multipartSteps(storage)

  const listed = async () => {
    const upload = await start()
    const second = await sendPart(upload, 2, Buffer.from('second'))
    await sendPart(upload, 1, Buffer.from('replaced'))
    const first = await sendPart(upload, 1, Buffer.from('first'))
    const expected = [
      { partNumber: 1, size: 5, etag: first.etag.replaceAll('"', ''), sha256: first.sha256 as string | null },
      {
        partNumber: 2,
        size: 6,
        etag: second.etag.replaceAll('"', ''),
        sha256: second.sha256 as string | null,
      },
    ]
    return { expected, parts: await S.listParts(storage, upload) }
  }
  clause(store, 'lists the parts that have arrived, the last of each number, with their checksums', {
    async holds() {
      const { expected, parts } = await listed()
      expect(parts).toEqual(expected)
    },
    gaps: {
      ceph: {
        says: 'checksums are not returned',
        async actual() {
          const { expected, parts } = await listed()
          expect(parts).toEqual(expected.map((part) => ({ ...part, sha256: null })))
        },
      },
    },
  })

  clause(store, 'lists more parts than one page holds', {
    async holds() {
      const upload = await start()
      expect(await S.listParts(storage, upload)).toEqual([])
      const numbers = Array.from({ length: 1001 }, (_, index) => index + 1)
      for (let from = 0; from < numbers.length; from += 20) {
        await Promise.all(
          numbers.slice(from, from + 20).map((number) => sendPart(upload, number, Buffer.from('x'))),
        )
      }
      expect((await S.listParts(storage, upload))?.map(({ partNumber }) => partNumber)).toEqual(numbers)
      await S.abortMultipart(storage, upload)
    },
  })

  clause(store, 'refuses a part of another size, checksum, number or upload', {
    async holds() {
      const [upload, other] = [await start(), await start()]
      const signed = await sign(upload, 1, Buffer.from('part'))
      const answers = [
        await put(signed, 'parts'),
        await put(signed, 'part', {
          'x-amz-checksum-sha256': Buffer.from(sha256('x'), 'hex').toString('base64'),
        }),
        await put(signed, 'part', { 'x-amz-checksum-sha256': null }),
        await put({ ...signed, url: signed.url.replace('partNumber=1', 'partNumber=2') }, 'part'),
        await put({ ...signed, url: signed.url.replace(upload.multipartId, other.multipartId) }, 'part'),
      ]
      expect(answers.map((answer) => [answer.status, codeOf(answer)])).toEqual(
        answers.map(() => [403, 'SignatureDoesNotMatch']),
      )
      expect(await S.listParts(storage, upload)).toEqual([])
    },
  })

  clause(store, 'refuses a part whose bytes do not match its checksum', {
    async holds() {
      const upload = await start()
      const answer = await put(await sign(upload, 1, Buffer.from('part')), 'PART')
      expect([answer.status, codeOf(answer)]).toEqual([400, 'BadDigest'])
      expect(await S.listParts(storage, upload)).toEqual([])
    },
    gaps: {
      ceph: {
        says: 'checksums are not verified',
        async actual() {
          const upload = await start()
          expect(await put(await sign(upload, 1, Buffer.from('part')), 'PART')).toMatchObject({ status: 200 })
        },
      },
    },
  })

  clause(store, 'that is aborted is gone with its parts, and can be aborted again', {
    async holds() {
      const upload = await start()
      const signed = await sign(upload, 2, Buffer.from('late'))
      await sendPart(upload, 1, Buffer.from('part'))
      await S.abortMultipart(storage, upload)
      expect(await S.listParts(storage, upload)).toBeNull()
      await S.abortMultipart(storage, upload)
      expect(await put(signed, 'late')).toMatchObject({ status: 404 })
      expect(await S.listParts(storage, { key: newKey(), multipartId: 'no-such-upload' })).toBeNull()
    },
  })

  clause(store, 'is listed while it is open, also beyond one page', {
    async holds() {
      const folder = newKey()
      const names = Array.from(
        { length: 501 },
        (_, index) => `${folder}/a+b ü${String(index).padStart(3, '0')}`,
      )
      const opened = new Set<string>()
      const open = async (key: string) => {
        const { multipartId } = await S.createMultipart(storage, { key, contentType: 'text/plain' })
        opened.add(`${key} ${multipartId}`)
      }
      // Two of each key, after a single one, so that a page of a thousand ends between the two of one key.
      await open(`${folder}/a`)
      for (let from = 0; from < names.length; from += 10) {
        await Promise.all(names.slice(from, from + 10).flatMap((key) => [open(key), open(key)]))
      }
      const found: string[] = []
      for await (const { key, multipartId, initiatedAt } of S.listMultiparts(storage, { prefix: folder })) {
        expect(initiatedAt).toBeInstanceOf(Date)
        found.push(`${key} ${multipartId}`)
      }
      expect(found).toHaveLength(opened.size)
      expect(found.filter((one) => !opened.has(one))).toEqual([])
      const [key = '', multipartId = ''] = found[0]?.match(/(.*) (\S+)$/)?.slice(1) ?? []
      await S.abortMultipart(storage, { key, multipartId })
      for await (const left of S.listMultiparts(storage, { prefix: key }))
        expect(left.multipartId).not.toBe(multipartId)
    },
  })

  clause(store, 'sends nothing through its key’s plain URL', {
    async holds() {
      const upload = await start()
      await sendPart(upload, 1, Buffer.from('part'))
      expect(await send('GET', S.objectUrl(storage, upload))).not.toMatchObject({ status: 200 })
    },
  })
}
