import { randomUUID } from 'node:crypto'
import { copyFile, type FileHandle, link, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Disk } from './files.ts'
import type { Content, Segment } from './record.ts'

/** Bodies up to this many bytes live in the object's record. */
const INLINE_LIMIT = 16 * 1024
/** Bytes handed to the disk at once: large enough that system calls don't count, small enough for many uploads. */
const WRITE_SIZE = 1024 * 1024
const READ_SIZE = 256 * 1024

export type BlobWriter = {
  write(chunk: Buffer): Promise<void>
  /** Everything is on the platter when this resolves. */
  finish(): Promise<Content>
  /** Leaves nothing behind. Harmless after `finish`, when the content has another owner. */
  discard(): Promise<void>
}

/** Nothing refers to a blob while it is written, so a crash leaves at most a file that the next start sweeps. */
export function createBlobWriter(disk: Disk, dir: string, inlineLimit = INLINE_LIMIT): BlobWriter {
  const name = randomUUID()
  let handle: FileHandle | null = null
  let waiting: Buffer[] = []
  let waitingBytes = 0
  let size = 0
  let inFlight: Promise<void> = Promise.resolve()
  let finished = false

  /** One write is under way while the next one gathers, so hashing and the disk work at the same time. */
  async function flush(): Promise<void> {
    handle ??= await open(join(dir, name), 'wx')
    const target = handle
    const chunks = waiting
    waiting = []
    waitingBytes = 0
    await inFlight
    inFlight = writeAll(target, chunks)
    // The rejection is for the await above or in finish(); without this it would count as unhandled till then.
    inFlight.catch(() => undefined)
  }

  return {
    async write(chunk) {
      waiting.push(chunk)
      waitingBytes += chunk.length
      size += chunk.length
      if (waitingBytes >= WRITE_SIZE) await flush()
    },
    async finish() {
      if (!handle && size <= inlineLimit) {
        finished = true
        return { inline: Buffer.concat(waiting).toString('base64') }
      }
      await flush()
      await inFlight
      await handle?.sync()
      await handle?.close()
      await disk.syncDir(dir)
      finished = true
      return { segments: [{ blob: name, size }] }
    },
    async discard() {
      if (finished || !handle) return
      finished = true
      await inFlight.catch(() => undefined)
      await handle.close()
      await rm(join(dir, name), { force: true })
    },
  }
}

async function writeAll(handle: FileHandle, chunks: Buffer[]): Promise<void> {
  const total = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  if (total === 0) return
  const { bytesWritten } = await handle.writev(chunks)
  // A file system may take less than it was given; the rest goes on from there.
  if (bytesWritten < total) await handle.writeFile(Buffer.concat(chunks).subarray(bytesWritten))
}

/** A second name for the same immutable bytes; a copy where the file system has no hard links. */
export async function duplicateBlob(
  disk: Disk,
  dirs: { from: string; to: string },
  blob: string,
): Promise<string> {
  const name = randomUUID()
  const source = join(dirs.from, blob)
  const target = join(dirs.to, name)
  try {
    await link(source, target)
  } catch {
    await copyFile(source, target)
    const handle = await open(target, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  }
  await disk.syncDir(dirs.to)
  return name
}

export async function removeBlobs(dir: string, blobs: readonly string[]): Promise<void> {
  for (const blob of blobs) await rm(join(dir, blob), { force: true })
}

/** The bytes from `start` to `end` (both inclusive), a slice at a time. */
export async function* readContent(
  dir: string,
  content: Content,
  range: { start: number; end: number },
): AsyncGenerator<Buffer> {
  if ('inline' in content) {
    const bytes = Buffer.from(content.inline, 'base64').subarray(range.start, range.end + 1)
    if (bytes.length > 0) yield bytes
    return
  }
  let offset = 0
  for (const segment of content.segments) {
    const from = Math.max(range.start - offset, 0)
    const to = Math.min(range.end - offset, segment.size - 1)
    if (from <= to) yield* readSegment(dir, segment, { from, to })
    offset += segment.size
  }
}

async function* readSegment(
  dir: string,
  segment: Segment,
  { from, to }: { from: number; to: number },
): AsyncGenerator<Buffer> {
  const handle = await open(join(dir, segment.blob), 'r')
  try {
    let position = from
    while (position <= to) {
      const buffer = Buffer.allocUnsafeSlow(Math.min(READ_SIZE, to - position + 1))
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, position)
      if (bytesRead === 0) throw new Error(`Blob ${segment.blob} is shorter than its record says.`)
      position += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}
