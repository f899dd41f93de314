import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, ListBucketsCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCommand } from './test-command.ts'
import { createClient, send } from './test-server.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 's3-local-cli-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

test('the command serves its folder until SIGTERM, and then ends cleanly', async () => {
  const server = await startCommand(dir, ['--region', 'eu-central-1', '--faults'])
  const client = createClient(server.url, { region: 'eu-central-1' })
  const CreateBucketConfiguration = { LocationConstraint: 'eu-central-1' as const }
  await client.send(new CreateBucketCommand({ Bucket: 'made', CreateBucketConfiguration }))
  expect((await client.send(new ListBucketsCommand({}))).Buckets).toHaveLength(1)
  expect(await send(`${server.url}/-/faults`)).toMatchObject({ status: 200, text: '[]' })
  server.kill('SIGTERM')
  expect(await server.exited).toBe(0)
  expect(server.output()).toBe('')
})

test('without what it needs it says how it is called', async () => {
  await expect(startCommand(dir, ['--unknown'])).rejects.toThrow('--unknown')
})
