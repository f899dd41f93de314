import { pipeline, Readable } from 'node:stream'
import Busboy from '@fastify/busboy'
import { headerValue } from './auth/request.ts'
import type { Call } from './call.ts'
import { S3Error } from './errors.ts'
import { ClientGoneError, incomingBody } from './incoming.ts'

export type Form = {
  /** The fields before the file, in order, names as sent; S3 ignores what follows it. */
  fields: ReadonlyArray<readonly [name: string, value: string]>
  fileName: string
}

/** "The form fields and the policy … can't exceed 20 KB", all that comes before the file. */
const MAX_FIELDS_BYTES = 20 * 1024
const MAX_FIELDS = 200

/**
 * Reads a browser's multipart/form-data upload. `take` gets the fields and the file's bytes as they come, and
 * its result is the result; when it throws, the rest of the form is left unread.
 */
export function receiveForm<T>(
  call: Call,
  take: (form: Form, file: AsyncIterable<Buffer>) => Promise<T>,
): Promise<T> {
  const parser = createParser(headerValue(call.raw, 'content-type') ?? '')
  const source = Readable.from(incomingBody(call.http))
  const fields: Array<readonly [string, string]> = []
  let bytes = 0

  return new Promise((resolve, reject) => {
    let taken: Promise<unknown> | null = null
    const refuse = (error: unknown) => {
      reject(error)
      source.destroy()
    }
    parser.on('field', (name, value, nameTruncated, valueTruncated) => {
      bytes += Buffer.byteLength(name) + Buffer.byteLength(value)
      if (nameTruncated || valueTruncated || bytes > MAX_FIELDS_BYTES) {
        refuse(new S3Error('MaxPostPreDataLengthExceededError'))
      }
      fields.push([name, value])
    })
    parser.on('file', (_name, stream, fileName) => {
      // Whoever reads it learns of its errors; once nobody does, they are of no interest.
      stream.on('error', () => undefined)
      taken = take({ fields, fileName: fileName ?? '' }, fileBytes(stream))
      taken.then((result) => resolve(result as T), refuse)
      source.once('error', (error) => stream.destroy(error))
    })
    pipeline(source, parser, (error) => {
      if (error) reject(asRefusal(error))
      else if (!taken) reject(missingFile())
    })
  })
}

async function* fileBytes(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* stream
  } catch (error) {
    throw asRefusal(error)
  }
}

/** Whatever else the parser complains of is the form's fault. */
function asRefusal(error: unknown): unknown {
  return error instanceof S3Error || error instanceof ClientGoneError ? error : malformed()
}

function createParser(contentType: string) {
  if (!/^multipart\/form-data\b/i.test(contentType)) {
    throw new S3Error('PreconditionFailed', {
      message: 'Bucket POST must be of the enclosure-type multipart/form-data',
    })
  }
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      // A field is what isn't called `file`, whether or not a browser gives it a file name.
      isPartAFile: (name) => name?.toLowerCase() === 'file',
      preservePath: true,
      limits: {
        fieldNameSize: 1024,
        fieldSize: MAX_FIELDS_BYTES + 1,
        fields: MAX_FIELDS,
        files: 1,
        headerPairs: 20,
        headerSize: 8 * 1024,
      },
    })
  } catch {
    throw malformed()
  }
}

function malformed(): S3Error {
  return new S3Error('MalformedPOSTRequest')
}

function missingFile(): S3Error {
  return new S3Error('InvalidArgument', {
    message: 'POST requires exactly one file upload per request.',
    extra: { ArgumentName: 'file', ArgumentValue: '0' },
  })
}
