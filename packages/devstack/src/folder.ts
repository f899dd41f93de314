import { type Guard, startGuard } from './guard.ts'
import { lockFolder } from './lock.ts'

/** A data folder that this process alone may use, and the guard of what runs on it. */
export type Folder = { guard: Guard; close(): Promise<void> }

/** @throws StackError while another stack runs on the folder */
export async function openFolder(dir: string): Promise<Folder> {
  const guard = startGuard()
  try {
    const lock = await lockFolder(dir, guard.pid)
    return {
      guard,
      close: async () => {
        // The lock names the guard: as long as it stops something, nobody may start on the folder.
        await guard.close()
        await lock.release()
      },
    }
  } catch (error) {
    await guard.close()
    throw error
  }
}
