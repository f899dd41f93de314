import { useEffect, useState } from 'react'

/** Milliseconds of silence after which typing counts as done. */
const PAUSE = 250

/**
 * What a search box shows while its value, kept elsewhere (in the URL), follows once typing pauses. A value
 * that changes by itself, as by the Back button, is taken over; the echo of our own commit is not, else it
 * would eat what was typed meanwhile.
 */
export function useDebouncedText(value: string, onCommit: (value: string) => void) {
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  const [committed, setCommitted] = useState(value)
  if (value !== known) {
    setKnown(value)
    if (value !== committed) {
      setCommitted(value)
      setText(value)
    }
  }
  useEffect(() => {
    const typed = text.trim()
    if (typed === committed) return
    const timer = setTimeout(() => {
      setCommitted(typed)
      onCommit(typed)
    }, PAUSE)
    return () => clearTimeout(timer)
  }, [text, committed, onCommit])
  return [text, setText] as const
}
