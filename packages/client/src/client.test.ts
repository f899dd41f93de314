import { expect, test } from 'vitest'
import { createClient } from './client.ts'

/** A client that talks to nobody, and what it asked for. */
function recorded(options: Omit<Parameters<typeof createClient>[0], 'url' | 'fetch'>) {
  const asked: { url: string; headers: Headers }[] = []
  const client = createClient({
    ...options,
    url: 'http://test/trpc',
    fetch: async (input, init) => {
      const url = String(input)
      asked.push({ url, headers: new Headers(init?.headers) })
      const calls = new URL(url).pathname.split(',').length
      return Response.json(Array.from({ length: calls }, () => ({ result: { data: null } })))
    },
  })
  return { client, asked }
}

test('the token is sent as a bearer, and asked for anew for each request', async () => {
  let token = 'one'
  const { client, asked } = recorded({ token: () => token, headers: { 'x-app': 'test' } })
  await client.files.usage.query()
  token = 'two'
  await client.files.usage.query()
  expect(asked.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer one', 'Bearer two'])
  expect(asked[0]?.headers.get('x-app')).toBe('test')
})

test('no token sends no Authorization header', async () => {
  const { client, asked } = recorded({})
  await client.files.usage.query()
  expect(asked[0]?.headers.has('authorization')).toBe(false)
})

test('a hundred calls at once go in batches that the server takes', async () => {
  const { client, asked } = recorded({})
  const id = '01890a5d-ac96-774b-bcce-b302099a8057'
  await Promise.all(Array.from({ length: 100 }, () => client.files.get.query({ id })))
  const sizes = asked.map(({ url }) => new URL(url).pathname.split(',').length)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(20)
  expect(sizes.reduce((sum, size) => sum + size)).toBe(100)
  expect(Math.max(...asked.map(({ url }) => url.length))).toBeLessThanOrEqual(4096)
})
