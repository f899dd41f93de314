import { AppError } from '../app-error.ts'
import type { Policy } from '../context.ts'
import type { UploadRequest } from './schema.ts'

/** Bytes that S3 takes in one PUT, whatever the operator allows. */
const MAX_SINGLE_PUT = 5 * 1024 ** 3

/** Bytes: the largest file that can be uploaded here. */
export function maxFileBytes(policy: Policy): number {
  return Math.min(policy.maxFileBytes, MAX_SINGLE_PUT)
}

/** Before anything is signed or written. @throws FILE_TOO_LARGE, FILE_TYPE_NOT_ALLOWED with the first file at fault */
export function checkPolicy(policy: Policy, files: readonly UploadRequest[]): void {
  const limit = maxFileBytes(policy)
  for (const [index, { size, contentType }] of files.entries()) {
    if (size > limit) {
      throw new AppError('FILE_TOO_LARGE', {
        field: `files.${index}.size`,
        message: `This file has ${size} bytes; files of up to ${limit} bytes are allowed here.`,
      })
    }
    if (!isAllowed(policy, contentType)) {
      throw new AppError('FILE_TYPE_NOT_ALLOWED', {
        field: `files.${index}.contentType`,
        message: `Files of the type ${contentType} are not allowed here.`,
      })
    }
  }
}

function isAllowed({ allowedTypes, forbiddenTypes }: Policy, contentType: string): boolean {
  const matches = (pattern: string) => matchesType(pattern.trim().toLowerCase(), contentType)
  return allowedTypes.some(matches) && !forbiddenTypes.some(matches)
}

// A pattern is `*`, a main type as in `image/*`, or a whole type as in `image/png`.
function matchesType(pattern: string, contentType: string): boolean {
  if (pattern === '*' || pattern === '*/*') return true
  if (pattern.endsWith('/*')) return contentType.startsWith(pattern.slice(0, -1))
  return pattern === contentType
}
