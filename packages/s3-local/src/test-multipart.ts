import { randomBytes } from 'node:crypto'
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { PLAIN, type TestServer } from './test-server.ts'

const MIB = 1024 * 1024
/** Two parts of S3's smallest size and a short last one. */
export const PARTS = { first: randomBytes(5 * MIB), second: randomBytes(5 * MIB), last: randomBytes(MIB + 3) }

type Part = { number: number; body: Buffer; more?: object }

/** The steps of a multipart upload, as the tests take them. */
export function multipartSteps(server: TestServer) {
  const client = server.client(PLAIN)
  const at = (Key: string) => ({ Bucket: server.bucket, Key })
  return {
    client,
    at,
    async create(Key: string, more = {}): Promise<string> {
      const { UploadId = '' } = await client.send(new CreateMultipartUploadCommand({ ...at(Key), ...more }))
      return UploadId
    },
    async sendPart(Key: string, UploadId: string, { number, body, more }: Part) {
      const command = new UploadPartCommand({ ...at(Key), UploadId, PartNumber: number, Body: body, ...more })
      const { ETag } = await client.send(command)
      return { PartNumber: number, ETag }
    },
    complete: (Key: string, UploadId: string, Parts: object[], more = {}) =>
      client.send(
        new CompleteMultipartUploadCommand({ ...at(Key), UploadId, MultipartUpload: { Parts }, ...more }),
      ),
    async read(Key: string, more = {}) {
      const answer = await client.send(new GetObjectCommand({ ...at(Key), ...more }))
      return { ...answer, bytes: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) }
    },
  }
}
