import { isActive, type Upload } from '@holdall/client/react'
import { timeLeft } from './time-left.ts'

type Summary = {
  text: string
  /** How far all is: 0 to 1, by bytes. */
  share: number
  /** Until all that goes on has arrived; null while nobody can tell. */
  left: string | null
  active: boolean
  paused: boolean
}

/** The whole queue in one line. */
export function summarize(uploads: readonly Upload[], bytesPerSecond: number | null = null): Summary {
  const counted = uploads.filter(({ state }) => state !== 'cancelled')
  const active = counted.filter(isActive).length
  const done = counted.filter(({ state }) => state === 'done').length
  const failed = counted.filter(({ state }) => state === 'failed').length
  const paused = counted.filter(({ state }) => state === 'paused').length
  const running = counted.filter(({ state }) => state !== 'failed')
  const total = running.reduce((sum, { totalBytes }) => sum + totalBytes, 0)
  const sent = running.reduce((sum, { sentBytes }) => sum + sentBytes, 0)
  const bytesLeft = running
    .filter(isActive)
    .reduce((sum, { totalBytes, sentBytes }) => sum + totalBytes - sentBytes, 0)
  return {
    text: [
      active > 0
        ? `Uploading ${active} of ${files(counted.length)}`
        : done > 0
          ? `${files(done)} uploaded`
          : '',
      paused > 0 ? `${paused} paused` : '',
      failed > 0 ? `${failed} failed` : '',
      counted.length === 0 ? 'Cancelled' : '',
    ]
      .filter(Boolean)
      .join(', '),
    share: total > 0 ? sent / total : active > 0 ? 0 : 1,
    left: active > 0 ? timeLeft(bytesLeft, bytesPerSecond) : null,
    active: active > 0,
    paused: paused > 0,
  }
}

/** What to read out when the queue went from `before` to `now`; null: nothing worth an interruption. */
export function announcement(before: readonly Upload[], now: readonly Upload[]): string | null {
  const earlier = new Map(before.map(({ id, state }) => [id, state]))
  const ended = now.filter(({ id, state }) => earlier.get(id) !== state)
  const done = ended.filter(({ state }) => state === 'done')
  const failed = ended.filter(({ state }) => state === 'failed')
  const parts = [
    done.length > 1 ? `${files(done.length)} uploaded.` : done[0] ? `${done[0].name} uploaded.` : '',
    ...failed.map(({ name, error }) => `${name} was not uploaded: ${error?.message ?? ''}`),
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(' ') : null
}

function files(count: number): string {
  return count === 1 ? '1 file' : `${count} files`
}
