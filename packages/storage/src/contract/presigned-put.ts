import { expect } from 'vitest'
import { headObject, presignGet, presignPut, type Storage } from '../index.ts'
import { codeOf, put, send, sha256 } from './http.ts'
import { clause, newKey, type Store } from './stores.ts'

const BODY = 'hello holdall'
const PROMISE = { size: BODY.length, contentType: 'text/plain; charset=utf-8', expiresIn: 60 }

export function presignedPutContract(store: Store, storage: Storage): void {
  clause(store, 'stores what was promised, and head says so', {
    async holds() {
      const key = newKey()
      const before = Math.floor(Date.now() / 1000) * 1000
      const signed = await presignPut(storage, { key, ...PROMISE, sha256: sha256(BODY) })
      expect(await put(signed, BODY)).toMatchObject({ status: 200 })
      const head = await headObject(storage, { key })
      expect(head).toMatchObject({ size: BODY.length, contentType: PROMISE.contentType })
      expect(head?.etag).toMatch(/^[0-9a-f]{32}$/)
      expect(head?.lastModified.getTime()).toBeGreaterThanOrEqual(before - 1000)
    },
  })

  clause(store, 'keeps the checksum that was sent, and head says it', {
    async holds() {
      const key = newKey()
      await put(await presignPut(storage, { key, ...PROMISE, sha256: sha256(BODY) }), BODY)
      expect(await headObject(storage, { key })).toMatchObject({ sha256: sha256(BODY) })
    },
    gaps: {
      ceph: {
        says: 'checksums are not returned',
        async actual() {
          const key = newKey()
          await put(await presignPut(storage, { key, ...PROMISE, sha256: sha256(BODY) }), BODY)
          expect(await headObject(storage, { key })).toMatchObject({ size: BODY.length, sha256: null })
        },
      },
    },
  })

  clause(store, 'refuses bytes that do not match the checksum', {
    async holds() {
      const key = newKey()
      const answer = await put(
        await presignPut(storage, { key, ...PROMISE, sha256: sha256(BODY) }),
        'HELLO HOLDALL',
      )
      expect([answer.status, codeOf(answer)]).toEqual([400, 'BadDigest'])
      expect(await headObject(storage, { key })).toBeNull()
    },
    gaps: {
      ceph: {
        says: 'checksums are not verified',
        async actual() {
          const key = newKey()
          const signed = await presignPut(storage, { key, ...PROMISE, sha256: sha256(BODY) })
          expect(await put(signed, 'HELLO HOLDALL')).toMatchObject({ status: 200 })
        },
      },
    },
  })

  for (const size of [0, 1, 70_000]) {
    clause(store, `takes ${size} bytes`, {
      async holds() {
        const key = newKey()
        const body = Buffer.alloc(size, 'x')
        const signed = await presignPut(storage, { key, ...PROMISE, size, sha256: sha256(body) })
        expect(await put(signed, body)).toMatchObject({ status: 200 })
        expect(await headObject(storage, { key })).toMatchObject({ size })
      },
    })
  }

  const changes: [string, string, Record<string, string | null>][] = [
    ['a longer body', `${BODY}!`, {}],
    ['a shorter body', BODY.slice(1), {}],
    ['no body', '', {}],
    ['another type', BODY, { 'content-type': 'text/html' }],
    ['no type', BODY, { 'content-type': null }],
    ['no if-none-match', BODY, { 'if-none-match': null }],
    ['another if-none-match', BODY, { 'if-none-match': '"0123456789abcdef0123456789abcdef"' }],
    ['no checksum', BODY, { 'x-amz-checksum-sha256': null }],
    [
      "another body's checksum",
      BODY,
      { 'x-amz-checksum-sha256': Buffer.from(sha256('x'), 'hex').toString('base64') },
    ],
  ]
  for (const [what, body, changed] of changes) {
    clause(store, `refuses ${what}, and stores nothing`, {
      async holds() {
        const key = newKey()
        const signed = await presignPut(storage, { key, ...PROMISE, sha256: sha256(BODY) })
        const answer = await put(signed, body, changed)
        expect([answer.status, codeOf(answer)]).toEqual([403, 'SignatureDoesNotMatch'])
        expect(await headObject(storage, { key })).toBeNull()
        expect(await put(signed, BODY), 'the URL as it was meant still works').toMatchObject({ status: 200 })
      },
    })
  }

  clause(store, 'opens no other key and no other method', {
    async holds() {
      const [key, other] = [newKey(), newKey()]
      const signed = await presignPut(storage, { key, ...PROMISE })
      const elsewhere = { ...signed, url: signed.url.replace(key, other) }
      expect(codeOf(await put(elsewhere, BODY))).toBe('SignatureDoesNotMatch')
      expect(codeOf(await send('GET', signed.url, { headers: signed.headers }))).toBe('SignatureDoesNotMatch')
      expect(await send('DELETE', signed.url, { headers: signed.headers })).toMatchObject({ status: 403 })
      expect(await headObject(storage, { key: other })).toBeNull()
    },
  })

  clause(store, 'is refused once it has expired', {
    async holds() {
      const key = newKey()
      const now = new Date(Date.now() - 62_000)
      const signed = await presignPut(storage, { key, ...PROMISE, now })
      expect(signed.expiresAt.getTime()).toBeLessThan(Date.now())
      expect(await put(signed, BODY)).toMatchObject({ status: 403 })
      expect(await headObject(storage, { key })).toBeNull()
    },
  })

  clause(store, 'refuses the second PUT and keeps the first bytes', {
    async holds() {
      const key = newKey()
      const signed = await presignPut(storage, { key, ...PROMISE })
      expect(await put(signed, BODY)).toMatchObject({ status: 200 })
      const second = await put(signed, 'HELLO HOLDALL')
      expect([second.status, codeOf(second)]).toEqual([412, 'PreconditionFailed'])
      const { url } = await presignGet(storage, { key, expiresIn: 60 })
      expect(await send('GET', url)).toMatchObject({ status: 200, body: BODY })
    },
  })

  clause(store, 'lets one of several racing PUTs win, and keeps the winner whole', {
    async holds() {
      const key = newKey()
      const size = 300_000
      const signed = await presignPut(storage, { key, ...PROMISE, size })
      const bodies = ['a', 'b', 'c', 'd'].map((char) => char.repeat(size))
      const answers = await Promise.all(bodies.map((body) => put(signed, body)))
      const won = answers.flatMap(({ status }, index) => (status === 200 ? [index] : []))
      expect(won).toHaveLength(1)
      for (const { status } of answers.filter(({ status }) => status !== 200))
        expect([409, 412]).toContain(status)
      const { url } = await presignGet(storage, { key, expiresIn: 60 })
      expect((await send('GET', url)).body === bodies[won[0] ?? -1]).toBe(true)
    },
  })

  clause(store, 'is refused with a wrong secret', {
    async holds() {
      const { accessKeyId } = await storage.client.config.credentials()
      const forger = store.open({ credentials: { accessKeyId, secretAccessKey: 'not-the-secret' } })
      const answer = await put(await presignPut(forger, { key: newKey(), ...PROMISE }), BODY)
      expect([answer.status, codeOf(answer)]).toEqual([403, 'SignatureDoesNotMatch'])
    },
  })
}
