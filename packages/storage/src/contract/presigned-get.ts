import { PutObjectCommand } from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { contentDisposition, headObject, objectUrl, presignGet, type Storage } from '../index.ts'
import { codeOf, send } from './http.ts'
import { fileNameIn } from './parse-disposition.ts'
import { clause, newKey, type Store } from './stores.ts'

/** Real names, and hostile ones. */
const NAMES = [
  'report.pdf',
  'Ünïcödé – naïve café.txt',
  'отчёт за 2026 год.docx',
  '年度報告書.xlsx',
  'รายงาน.csv',
  'रिपोर्ट.txt',
  'تقرير.pdf',
  'דוח סופי.pdf',
  '보고서.hwp',
  'αναφορά.odt',
  '👩‍👩‍👧‍👦 family 🏳️‍🌈.jpg',
  `it's "quoted"; filename=evil.exe`,
  'percent %41%22 100%.txt',
  "star*(1)'2'.txt",
  ' leading and trailing ',
]

export function presignedGetContract(store: Store, storage: Storage): void {
  const stored = async (Body: string) => {
    const key = newKey()
    await storage.client.send(
      new PutObjectCommand({ Bucket: storage.bucket, Key: key, Body, ContentType: 'text/html' }),
    )
    return key
  }

  for (const fileName of NAMES) {
    clause(store, `answers with the name ${JSON.stringify(fileName)}`, {
      async holds() {
        const key = await stored('x')
        const { url } = await presignGet(storage, { key, expiresIn: 60, fileName })
        const { status, headers } = await send('GET', url)
        expect(status).toBe(200)
        expect(headers['content-disposition']).toBe(
          contentDisposition({ disposition: 'attachment', fileName }),
        )
        expect(fileNameIn(String(headers['content-disposition']))).toBe(fileName)
      },
    })
  }

  clause(store, 'answers with the type and the disposition that were signed', {
    async holds() {
      const key = await stored('<b>x</b>')
      const { url } = await presignGet(storage, {
        key,
        expiresIn: 60,
        fileName: 'a.txt',
        disposition: 'inline',
        contentType: 'text/plain; charset=utf-8',
      })
      expect((await send('GET', url)).headers).toMatchObject({
        'content-type': 'text/plain; charset=utf-8',
        'content-disposition': 'inline; filename="a.txt"',
      })
      expect(await headObject(storage, { key }), 'the object itself is as it was').toMatchObject({
        contentType: 'text/html',
      })
    },
  })

  clause(store, 'answers ranges, so that a download can be resumed', {
    async holds() {
      const { url } = await presignGet(storage, {
        key: await stored('0123456789'),
        expiresIn: 60,
        fileName: 'a',
      })
      const answer = await send('GET', url, { headers: { range: 'bytes=4-' } })
      expect(answer).toMatchObject({ status: 206, body: '456789' })
      expect(answer.headers['content-range']).toBe('bytes 4-9/10')
    },
  })

  clause(store, 'is refused when its name, type or key was changed', {
    async holds() {
      const [key, other] = [await stored('mine'), await stored('theirs')]
      const { url } = await presignGet(storage, {
        key,
        expiresIn: 60,
        fileName: 'safe.txt',
        contentType: 'text/plain',
      })
      for (const changed of [
        url.replace('safe', 'evil'),
        url.replace('plain', 'html'),
        url.replace(key, other),
      ]) {
        expect(changed).not.toBe(url)
        const answer = await send('GET', changed)
        expect([answer.status, codeOf(answer)]).toEqual([403, 'SignatureDoesNotMatch'])
      }
    },
  })

  clause(store, 'is refused once it has expired', {
    async holds() {
      const key = await stored('x')
      const now = new Date(Date.now() - 62_000)
      const { url } = await presignGet(storage, { key, expiresIn: 60, now })
      const answer = await send('GET', url)
      expect([answer.status, codeOf(answer)]).toEqual([403, 'AccessDenied'])
    },
  })

  clause(store, 'of a missing key answers 404', {
    async holds() {
      const { url } = await presignGet(storage, { key: newKey(), expiresIn: 60 })
      const answer = await send('GET', url)
      expect([answer.status, codeOf(answer)]).toEqual([404, 'NoSuchKey'])
    },
  })

  clause(store, 'is the only way to a private object', {
    async holds() {
      const key = await stored('secret')
      expect(await send('GET', objectUrl(storage, { key }))).toMatchObject({ status: 403 })
    },
  })

  clause(store, 'head of a missing key is null', {
    async holds() {
      expect(await headObject(storage, { key: newKey() })).toBeNull()
    },
  })
}
