/** Does the work at the first call and keeps what came of it, unless that was an error. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | null = null
  return async () => {
    kept ??= work()
    try {
      return await kept
    } catch (error) {
      kept = null
      throw error
    }
  }
}
