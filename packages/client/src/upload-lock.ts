/**
 * Does the work while no other tab of this browser does work for the same upload: the second one waits, and
 * finds what the first one has sent. Where there are no Web Locks (Node, plain http) it is just done; two
 * senders of one upload then waste bytes, but never mix them up, since every part is signed with its hash.
 */
export async function alone<T>(uploadId: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const locks: LockManager | undefined = globalThis.navigator?.locks
  if (!locks) return await work()
  const options: LockOptions = signal ? { signal } : {}
  return await locks.request(`holdall-upload-${uploadId}`, options, work)
}
