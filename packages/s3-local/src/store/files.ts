import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** What every writer in a store shares: where half-written files live, and how a rename is made to last. */
export type Disk = {
  /** Holds nothing that is visible; emptied at start. On the same file system as everything else. */
  tmpDir: string
  /** Resolves once every entry that was made in `dir` before the call would survive a power cut. */
  syncDir(dir: string): Promise<void>
}

export function createDisk(tmpDir: string): Disk {
  return { tmpDir, syncDir: createDirSync() }
}

/**
 * One fsync serves everybody who waits for the same folder: a call that arrives while a sync runs can't rely
 * on that one, so it shares the next.
 */
function createDirSync(): Disk['syncDir'] {
  const running = new Map<string, Promise<void>>()
  const queued = new Map<string, Promise<void>>()

  function start(dir: string): Promise<void> {
    const sync = fsyncPath(dir).finally(() => {
      if (running.get(dir) === sync) running.delete(dir)
    })
    running.set(dir, sync)
    return sync
  }

  return function syncDir(dir) {
    const current = running.get(dir)
    if (!current) return start(dir)
    let next = queued.get(dir)
    if (!next) {
      const run = () => {
        queued.delete(dir)
        return start(dir)
      }
      next = current.then(run, run)
      queued.set(dir, next)
    }
    return next
  }
}

async function fsyncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A whole file, already on the platter, that nobody can see until `publishFile`. */
export async function writeTemp(disk: Disk, bytes: string | Buffer): Promise<string> {
  const path = join(disk.tmpDir, randomUUID())
  const handle = await open(path, 'wx')
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await handle.close()
  }
  return path
}

/** The moment a file becomes visible: one rename, made durable. */
export async function publishFile(disk: Disk, temp: string, dir: string, name: string): Promise<void> {
  await rename(temp, join(dir, name))
  await disk.syncDir(dir)
}

/** Replaces a small file: readers see the old one or the new one, never half of either. */
export async function replaceFile(disk: Disk, dir: string, name: string, bytes: string): Promise<void> {
  const temp = await writeTemp(disk, bytes)
  try {
    await publishFile(disk, temp, dir, name)
  } catch (error) {
    await rm(temp, { force: true })
    throw error
  }
}

/** Makes a folder with its contents vanish in one step, then frees its space. */
export async function removeTree(disk: Disk, parent: string, name: string): Promise<void> {
  const doomed = join(disk.tmpDir, randomUUID())
  await rename(join(parent, name), doomed)
  await disk.syncDir(parent)
  await rm(doomed, { recursive: true, force: true })
}
