import { isMissing, translated } from '../errors.ts'

/** Reads one of the bucket's settings; S3 says by a 404 of its own kind that it was never set. */
export async function readSetting<T>(operation: string, call: () => Promise<T>): Promise<T | null> {
  try {
    return await translated(operation, call)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}
