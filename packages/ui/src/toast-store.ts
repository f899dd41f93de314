export type Toast = {
  title: string
  description?: string
  action?: { label: string; onClick: () => void }
  tone?: 'info' | 'error'
}

export type ShownToast = Toast & { id: number }

/** More at once would cover the page; the oldest give way. */
const MOST = 3

let shown: readonly ShownToast[] = []
let nextId = 1
const listeners = new Set<() => void>()

/** Says something in passing, in a live region. What must not be missed belongs on the page instead. */
export function toast(message: Toast): void {
  shown = [...shown, { ...message, id: nextId++ }].slice(-MOST)
  tell()
}

/** Takes a toast away; one that is gone already is no fault. */
export function dismissToast(id: number): void {
  shown = shown.filter((each) => each.id !== id)
  tell()
}

export function shownToasts(): readonly ShownToast[] {
  return shown
}

export function onToastsChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function tell(): void {
  for (const listener of listeners) listener()
}
