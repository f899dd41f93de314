type Dropped = {
  files: File[]
  /** Names of folders, which can't be uploaded as they are. */
  folders: string[]
}

/** What a drop holds. A folder looks like a file to `dataTransfer.files`, one that can't be read. */
export function droppedFiles(transfer: Pick<DataTransfer, 'items' | 'files'>): Dropped {
  const dropped: Dropped = { files: [], folders: [] }
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue
    const entry = item.webkitGetAsEntry()
    const file = item.getAsFile()
    if (entry?.isDirectory) dropped.folders.push(entry.name)
    else if (file) dropped.files.push(file)
  }
  return dropped
}

/** Browsers call every pasted picture this. */
const PASTED_NAME = 'image.png'

/** Pasted files; pictures from the clipboard are named by the time (in the reader's own zone). */
export function pastedFiles(files: Iterable<File>, now: Date): File[] {
  return Array.from(files, (file) => {
    if (file.name !== PASTED_NAME) return file
    return new File([file], `Pasted ${timestamp(now)}.png`, { type: file.type })
  })
}

/** `2026-11-22 09.05.00`: sorts by time, and no file system minds it. */
function timestamp(time: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-')
  return `${day} ${[two(time.getHours()), two(time.getMinutes()), two(time.getSeconds())].join('.')}`
}
