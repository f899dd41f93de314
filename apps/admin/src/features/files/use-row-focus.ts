import { type RefObject, useCallback, useRef } from 'react'

/**
 * Keeps the keyboard's place in a list whose rows and buttons vanish: where the focus would fall back to the
 * page's start, it goes to the same row, else to the one that took its place, else to the list itself.
 */
export function useRowFocus(list: RefObject<HTMLElement | null>) {
  const place = useRef<{ id: string; neighbours: string[] } | null>(null)

  const remember = useCallback(
    (id: string) => {
      const ids = [...(list.current?.querySelectorAll<HTMLElement>('[data-file]') ?? [])].map(
        (row) => row.dataset.file ?? '',
      )
      const at = ids.indexOf(id)
      place.current = { id, neighbours: [ids[at + 1], ids[at - 1]].filter((each) => each !== undefined) }
    },
    [list],
  )

  const focusPlace = useCallback(() => {
    for (const id of place.current ? [place.current.id, ...place.current.neighbours] : []) {
      const row = list.current?.querySelector<HTMLElement>(`[data-file="${CSS.escape(id)}"]`)
      const target = row?.querySelector<HTMLElement>('[data-focus]')
      if (target) return target.focus()
    }
    list.current?.focus()
  }, [list])

  const ifLost = useCallback(() => {
    if (document.activeElement === null || document.activeElement === document.body) focusPlace()
  }, [focusPlace])

  const onCloseAutoFocus = useCallback(
    (event: Event) => {
      event.preventDefault()
      focusPlace()
    },
    [focusPlace],
  )

  return { remember, ifLost, onCloseAutoFocus }
}
