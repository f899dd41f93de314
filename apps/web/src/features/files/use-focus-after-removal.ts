import { useEffect, useRef } from 'react'

/** The id of the element that stands for a row when focus has to go somewhere: its menu button. */
export function rowFocusId(fileId: string): string {
  return `actions-${fileId}`
}

/**
 * Keeps the keyboard where it was when a row goes: the focus moves to the next row, else to the one before,
 * else to the page. Returns what to call just before a row is removed.
 */
export function useFocusAfterRemoval(ids: readonly string[]): (id: string) => void {
  const removal = useRef<{ id: string; heir: string | null } | null>(null)
  useEffect(() => {
    if (!removal.current || ids.includes(removal.current.id)) return
    const { heir } = removal.current
    removal.current = null
    const target = heir ? document.getElementById(rowFocusId(heir)) : null
    ;(target ?? document.getElementById('main'))?.focus()
  }, [ids])
  return (id) => {
    const index = ids.indexOf(id)
    removal.current = { id, heir: ids[index + 1] ?? ids[index - 1] ?? null }
  }
}
