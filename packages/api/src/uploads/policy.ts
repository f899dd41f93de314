import { AppError } from '../app-error.ts'
import type { Policy } from '../context.ts'
import { MAX_OBJECT } from './part-plan.ts'
import type { UploadRequest } from './schema.ts'

/** Bytes: the largest file that can be uploaded here, whatever S3 would allow. */
export function maxFileBytes(policy: Policy): number {
  return Math.min(policy.maxFileBytes, MAX_OBJECT)
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
