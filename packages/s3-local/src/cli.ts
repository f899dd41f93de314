import { parseArgs } from 'node:util'
import { startS3 } from './server.ts'

const USAGE = `Usage: s3-local --dir DIR --access-key KEY --secret-key SECRET [options]

An S3 server for development and tests. Not for production.

  --dir DIR           keeps everything under this folder
  --port PORT         default: any free port
  --host HOST         default: 127.0.0.1
  --access-key KEY    the only credentials that are accepted
  --secret-key SECRET
  --region REGION     default: us-east-1
  --faults            serves /-/faults, where anyone can make requests fail
`

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    port: { type: 'string', default: '0' },
    host: { type: 'string' },
    'access-key': { type: 'string' },
    'secret-key': { type: 'string' },
    region: { type: 'string' },
    faults: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const { dir, 'access-key': accessKeyId, 'secret-key': secretAccessKey } = values
if (values.help || dir === undefined || accessKeyId === undefined || secretAccessKey === undefined) {
  process.stderr.write(USAGE)
  process.exit(values.help ? 0 : 2)
}

const server = await startS3({
  dir,
  port: Number(values.port),
  host: values.host,
  credentials: [{ accessKeyId, secretAccessKey }],
  region: values.region,
  faultEndpoint: values.faults,
  onError: (error) => console.error(error),
})
console.log(`s3-local is ready on ${server.url}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close().catch((error: unknown) => {
      console.error(error)
      process.exitCode = 1
    })
  })
}
