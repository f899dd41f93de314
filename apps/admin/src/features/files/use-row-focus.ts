import { type RefObject, useCallback, useEffect, useRef } from 'react'

/**
 * Keeps the keyboard's place in a list whose rows and buttons vanish. Tell it of a row before acting on it:
 * when the list then changes and the focus has fallen back to the page, it goes to the same row, else to the
 * one that took its place, else to the list itself.
 */
export function useRowFocus(list: RefObject<HTMLElement | null>, rows: unknown): (id: string) => void {
  const places = useRef<string[]>([])

  useEffect(() => {
    const lost = document.activeElement === null || document.activeElement === document.body
    if (rows === undefined || places.current.length === 0 || !lost) return
    const targets = places.current.map((id) =>
      list.current?.querySelector<HTMLElement>(`[data-file="${CSS.escape(id)}"] [data-focus]`),
    )
    places.current = []
    const target = targets.find(Boolean) ?? list.current
    target?.focus()
  }, [rows, list])

  return useCallback(
    (id: string) => {
      const rowsNow = list.current?.querySelectorAll<HTMLElement>('[data-file]') ?? []
      const ids = [...rowsNow].map((row) => row.dataset.file ?? '')
      const at = ids.indexOf(id)
      places.current = [id, ids[at + 1], ids[at - 1]].filter((each) => each !== undefined)
    },
    [list],
  )
}
