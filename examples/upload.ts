/**
 * The whole life of a file over HTTP alone: sign up, upload, list, download, trash, purge.
 *
 *   npx tsx examples/upload.ts [path of a file]
 *
 * HOLDALL_URL is the server's address, http://localhost:3000 unless told. Every run signs up a user of
 * its own; a real script would keep its token.
 */
import { randomUUID } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { basename } from 'node:path'
import { createClient, reasonOf, uploadFile } from '@holdall/client'

const server = process.env.HOLDALL_URL ?? 'http://localhost:3000'
const path = process.argv[2] ?? import.meta.filename

const token = await signUp()
const client = createClient({ url: `${server}/trpc`, token })

const blob = await openAsBlob(path)
const file = await uploadFile(client, blob, { name: basename(path), contentType: 'text/plain' })
console.log(`uploaded    ${file.name}, ${file.size} bytes, id ${file.id}`)

const { files } = await client.files.list.query({ search: file.name })
console.log(`listed      ${files.map(({ name }) => name).join(', ')}`)

const download = await client.files.presignDownload.mutate({ id: file.id })
const response = await fetch(download.url)
const bytes = Buffer.from(await response.arrayBuffer())
if (!bytes.equals(Buffer.from(await blob.arrayBuffer())))
  throw new Error('The download differs from the upload.')
console.log(`downloaded  ${bytes.length} equal bytes, ${response.headers.get('content-disposition')}`)

await client.files.trash.mutate({ id: file.id })
await client.files.purge.mutate({ id: file.id })
const gone = await client.files.get.query({ id: file.id }).then(
  () => 'still there',
  (error: unknown) => reasonOf(error),
)
console.log(`purged      the server now answers ${gone}`)

/** The signed session token is in the header `set-auth-token`; send it as `Authorization: Bearer`. */
async function signUp(): Promise<string> {
  const account = { name: 'Example', email: `${randomUUID()}@example.com`, password: randomUUID() }
  const answer = await fetch(`${server}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
  })
  const signed = answer.headers.get('set-auth-token')
  if (!answer.ok || !signed) throw new Error(`Signing up failed: ${answer.status} ${await answer.text()}`)
  return signed
}
