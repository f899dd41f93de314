import { type DestinationStream, type Logger, pino } from 'pino'

/** What may never reach a log, whoever passes it in. */
const SECRETS = [
  'authorization',
  'cookie',
  'password',
  'token',
  'secret',
  'secretAccessKey',
  'url',
  'set-cookie',
  'headers',
]

/** One JSON object a line, on stdout unless told otherwise. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`].map(quoted)), censor: '[redacted]' },
    serializers: { err: serializeError },
  }
  return destination ? pino(options, destination) : pino(options)
}

function quoted(path: string): string {
  return path.replaceAll(/[\w*-]*-[\w-]*/g, (name) => `["${name}"]`).replaceAll('.[', '[')
}

/** URLs with signatures, and anything that looks like one of our tokens, are cut out of messages and stacks. */
function serializeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: cleaned(String(error)) }
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  return {
    type: error.name,
    message: cleaned(error.message),
    stack: cleaned(error.stack ?? ''),
    ...(typeof code === 'string' && { code }),
    ...(cause instanceof Error && { cause: serializeError(cause) }),
  }
}

function cleaned(text: string): string {
  return text
    .replace(/([?&]X-Amz-[\w-]+=)[^&\s"']+/gi, '$1[redacted]')
    .replace(/\b(postgres(?:ql)?:\/\/[^:@\s]+:)[^@\s]+@/gi, '$1[redacted]@')
    .replace(/\b(Bearer\s+)\S+/gi, '$1[redacted]')
}
