import { createHash, randomBytes } from 'node:crypto'
import { openAsBlob, truncateSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type BegunUpload,
  createAuthClient,
  createClient,
  type HoldallClient,
  reasonOf,
  UploadPaused,
  uploadFile,
  uploadFiles,
} from '@holdall/client'
import { type App, startApp } from '@holdall/test-setup/app'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

const MiB = 1024 ** 2

let app: App
let client: HoldallClient
let token: string

/** Every request that carried bytes to the bucket: `PUT <part number or 0>`, in order. */
let puts: number[] = []
/** Called whenever the bucket has taken bytes, before the client hears of it. */
let arrived = () => {}
/** What the next PUT of a part meets instead of the bucket. */
let faults = new Map<number, () => Response>()
/** Numbers of the parts that the server was asked to sign, in order. */
let signed: number[] = []
const networkFetch = globalThis.fetch

beforeAll(async () => {
  app = await startApp()
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.pathname.includes('uploads.signParts')) {
      for (const [, part] of String(init?.body).matchAll(/"partNumber":(\d+)/g)) signed.push(Number(part))
    }
    const part = Number(url.searchParams.get('partNumber') ?? 0)
    if (init?.method === 'PUT') puts.push(part)
    const fault = faults.get(part)
    faults.delete(part)
    if (fault) return fault()
    const response = await networkFetch(input, init)
    if (init?.method === 'PUT' && response.ok) arrived()
    return response
  }
})

afterAll(async () => {
  globalThis.fetch = networkFetch
  await app[Symbol.asyncDispose]()
})

beforeEach(async () => {
  client = await signUp()
  puts = []
  signed = []
  arrived = () => {}
  faults = new Map()
})

async function signUp(): Promise<HoldallClient> {
  const headers = { origin: app.webUrl }
  const auth = createAuthClient({
    url: `${app.webUrl}/api/auth`,
    fetch: (input, init) => networkFetch(input, { ...init, headers: { ...headers, ...init?.headers } }),
  })
  const signedIn = await auth.signUp({
    name: 'Ada',
    email: `ada-${crypto.randomUUID()}@example.com`,
    password: 'correct horse battery',
  })
  token = signedIn.token ?? ''
  return createClient({ url: `${app.webUrl}/trpc`, token })
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

async function downloadedHash(id: string): Promise<string> {
  const { url } = await client.files.presignDownload.mutate({ id })
  return sha256(new Uint8Array(await (await networkFetch(url)).arrayBuffer()))
}

/** Random bytes, so that no part equals another. */
function source(size: number, name: string) {
  const bytes = randomBytes(size)
  return { file: new File([bytes], name), hash: sha256(bytes) }
}

/** An upload that stops by `reason` when the bucket has so many parts. */
async function interrupted(file: File, parts: number, reason: Error): Promise<BegunUpload> {
  const controller = new AbortController()
  let count = 0
  arrived = () => {
    count += 1
    if (count === parts) controller.abort(reason)
  }
  let begun: BegunUpload | null = null
  const error = await uploadFile(client, file, {
    signal: controller.signal,
    onBegun: (upload) => {
      begun = upload
    },
  }).catch((caught: unknown) => caught)
  expect(error).toBe(reason)
  if (begun === null) throw new Error('the upload never began')
  return begun
}

test('40 MiB go in parts, several at once, and arrive as they were', async () => {
  const { file, hash } = source(40 * MiB, 'video.mp4')
  const seen: number[] = []
  const stored = await uploadFile(client, file, { onProgress: ({ sentBytes }) => seen.push(sentBytes) })
  expect(stored).toMatchObject({ name: 'video.mp4', size: 40 * MiB })
  expect(puts.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5])
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  expect(seen.at(-1)).toBe(40 * MiB)
  expect(await downloadedHash(stored.id)).toBe(hash)
})

test('a paused upload goes on in another process: no part that had arrived is sent again', async () => {
  const { file, hash } = source(72 * MiB, 'video.mp4')
  await interrupted(file, 3, new UploadPaused())
  const { uploads } = await client.uploads.pending.query({})
  const [pending] = uploads
  if (!pending) throw new Error('nothing is pending')
  expect(pending).toMatchObject({ name: 'video.mp4', size: 72 * MiB, partCount: 9 })
  const { parts } = await client.uploads.parts.query({ uploadId: pending.uploadId })
  const there = parts.map(({ partNumber }) => partNumber)
  expect(there.length).toBeGreaterThanOrEqual(3)
  expect(there.length).toBeLessThan(9)

  puts = []
  const kept: number[] = []
  const stored = await uploadFile(client, file, {
    resume: pending,
    onProgress: ({ keptBytes }) => kept.push(keptBytes),
  })
  expect(puts.filter((part) => there.includes(part))).toEqual([])
  // A part that was on its way when the client stopped may have arrived since.
  expect((kept.at(-1) ?? 0) + puts.length * 8 * MiB).toBe(72 * MiB)
  expect(stored.id).toBe(pending.uploadId)
  expect(await downloadedHash(stored.id)).toBe(hash)
  expect((await client.uploads.pending.query({})).uploads).toEqual([])
})

function refusal(status: number, code: string, message = ''): () => Response {
  return () => new Response(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`, { status })
}

function brokenLine(): Response {
  throw new TypeError('fetch failed')
}

test('a part that meets a fault that passes is sent again, alone, and progress never runs backwards', async () => {
  const { file, hash } = source(40 * MiB, 'video.mp4')
  faults = new Map([
    [1, refusal(503, 'SlowDown')],
    [2, refusal(403, 'AccessDenied', 'Request has expired')],
    [3, brokenLine],
    // The bucket said yes and has nothing: saving finds out.
    [4, () => new Response('')],
  ])
  const seen: number[] = []
  const stored = await uploadFile(client, file, {
    retries: { delayMs: () => 0 },
    onProgress: ({ sentBytes }) => seen.push(sentBytes),
  })
  expect(puts.toSorted((a, b) => a - b)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5])
  // A URL serves until it expires; part 4 came into a second round.
  expect(signed.toSorted((a, b) => a - b)).toEqual([1, 2, 2, 3, 4, 4, 5])
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  expect(seen.at(-1)).toBe(40 * MiB)
  expect(await downloadedHash(stored.id)).toBe(hash)
})

test('a part of other bytes than announced ends the upload, which can go on later', async () => {
  const { file, hash } = source(40 * MiB, 'video.mp4')
  faults = new Map([[5, refusal(400, 'BadDigest')]])
  await expect(uploadFile(client, file)).rejects.toMatchObject({ reason: 'CHECKSUM_MISMATCH' })
  expect(puts.filter((part) => part === 5)).toHaveLength(1)
  const [pending] = (await client.uploads.pending.query({})).uploads
  if (!pending) throw new Error('nothing is pending')
  const stored = await uploadFile(client, file, { resume: pending })
  expect(await downloadedHash(stored.id)).toBe(hash)
})

test('another file of the same size and name is told from the one that began', async () => {
  const { file } = source(40 * MiB, 'video.mp4')
  const begun = await interrupted(file, 1, new UploadPaused())
  puts = []
  const other = source(40 * MiB, 'video.mp4')
  await expect(uploadFile(client, other.file, { resume: begun })).rejects.toMatchObject({
    reason: 'FILE_DIFFERS',
  })
  expect(puts).toEqual([])
  // And the right one still goes on.
  await expect(uploadFile(client, file, { resume: begun })).resolves.toMatchObject({ id: begun.uploadId })
})

test('a cancelled upload leaves no quota taken and nothing pending', async () => {
  const { file } = source(40 * MiB, 'video.mp4')
  const begun = await interrupted(file, 1, new Error('changed my mind'))
  expect(await client.files.usage.query()).toMatchObject({ pendingBytes: 0, storedBytes: 0 })
  expect((await client.uploads.pending.query({})).uploads).toEqual([])
  // Going on with what is gone uploads the file anew.
  const stored = await uploadFile(client, file, { resume: begun })
  expect(stored.id).not.toBe(begun.uploadId)
})

test('a file that shrinks while it is sent ends with a reason, and nothing of it is stored', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'holdall-e2e-')), 'shrinking.bin')
  await writeFile(path, randomBytes(40 * MiB))
  const file = await openAsBlob(path)
  let cut = false
  const upload = uploadFile(client, file, {
    name: 'shrinking.bin',
    onProgress({ sentBytes }) {
      if (sentBytes === 0 || cut) return
      cut = true
      truncateSync(path, MiB)
    },
  })
  await expect(upload).rejects.toMatchObject({ reason: 'FILE_UNREADABLE' })
  await rm(path)
  expect(await client.files.list.query({})).toMatchObject({ files: [] })
})

test('bytes that are stored already are not sent a second time', async () => {
  const { file } = source(MiB, 'report.pdf')
  const first = await uploadFile(client, file)
  puts = []
  const second = await uploadFile(client, file, { name: 'copy.pdf' })
  expect(puts).toEqual([])
  expect(second).toMatchObject({ name: 'copy.pdf', size: MiB })
  expect(second.id).not.toBe(first.id)
})

test('500 files of 10 KiB go in one call, an empty one and a refused one among them', async () => {
  const files = Array.from({ length: 500 }, (_, index) => new File([randomBytes(10 * 1024)], `${index}.jpg`))
  files[7] = new File([], 'empty.txt')
  files[250] = new File(['x'], 'a\u202egpj.exe')
  const calls = new Map<string, number>()
  const counting = createClient({
    url: `${app.webUrl}/trpc`,
    token,
    fetch(input, init) {
      const path = new URL(input instanceof Request ? input.url : input).pathname
      calls.set(path, (calls.get(path) ?? 0) + 1)
      return networkFetch(input, init)
    },
  })
  const started = performance.now()
  const outcomes = await uploadFiles(counting, files)
  const seconds = (performance.now() - started) / 1000
  console.info(
    `500 files of 10 KiB: ${(500 / seconds).toFixed(0)} files/s, in ${[...calls.values()].reduce((a, b) => a + b)} calls`,
  )
  expect(outcomes.map(({ file }) => file?.name ?? null)).toEqual(
    files.map(({ name }, index) => (index === 250 ? null : name)),
  )
  expect(reasonOf(outcomes[250]?.error)).toBe('INVALID_FILE_NAME')
  expect(puts).toHaveLength(499)
  expect(calls.get('/trpc/uploads.presign')).toBeLessThan(250)
  expect(await client.files.usage.query()).toMatchObject({ pendingBytes: 0, storedBytes: 498 * 10 * 1024 })
})
