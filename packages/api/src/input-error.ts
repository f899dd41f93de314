import type { ZodError } from 'zod'
import { AppError } from './app-error.ts'
import type { ErrorReason } from './errors.ts'

type Issue = ZodError['issues'][number]

/** Words per rule of zod; rules of our own (refine, regex) come with their words. */
function cureOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? 'is missing'
        : `must be ${TYPES[issue.expected] ?? issue.expected}`
    case 'too_small':
      return tooSmall(issue)
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `must be at most ${issue.maximum}`
        : `must have at most ${issue.maximum} ${unitOf(issue.origin)}`
    case 'invalid_value':
      return `must be ${issue.values
        .map(String)
        .join(', ')
        .replace(/, ([^,]*)$/, ' or $1')}`
    case 'invalid_format':
      return issue.format === 'uuid' ? 'must be a UUID' : issue.message
    default:
      return issue.message
  }
}

function tooSmall({ origin, minimum }: Extract<Issue, { code: 'too_small' }>): string {
  if (origin === 'number' || origin === 'int') return `must be at least ${minimum}`
  return Number(minimum) === 1 ? 'must not be empty' : `must have at least ${minimum} ${unitOf(origin)}`
}

const TYPES: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

function unitOf(origin: string): string {
  return origin === 'array' ? 'items' : 'characters'
}

/** Fields with a reason of their own, for whatever is wrong with them. */
function reasonOf(issue: Issue): ErrorReason {
  const field = issue.path.at(-1)
  if (field === 'name') return 'INVALID_FILE_NAME'
  if (field === 'cursor') return 'INVALID_CURSOR'
  if (field === 'reason') return 'REASON_REQUIRED'
  // Beyond what a number can hold exactly, so beyond every limit.
  if (field === 'size' && issue.code === 'too_big') return 'FILE_TOO_LARGE'
  return 'INVALID_INPUT'
}

/** The first thing wrong with an input, by its path (`files.3.name`) and in words. */
export function inputError(error: ZodError): AppError {
  const issue = error.issues[0]
  if (!issue) return new AppError('INVALID_INPUT')
  const field = issue.path.join('.')
  return new AppError(reasonOf(issue), {
    field: field === '' ? undefined : field,
    message: `${field === '' ? 'The input' : field} ${cureOf(issue)}.`,
  })
}
