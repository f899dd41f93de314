import { useEffect, useEffectEvent } from 'react'

/** Takes files pasted anywhere on the page, but in text fields only what isn't text as well. */
export function usePaste(onPaste: (files: FileList) => void): void {
  const pasted = useEffectEvent(onPaste)
  useEffect(() => {
    function paste(event: ClipboardEvent) {
      const { clipboardData, target } = event
      if (!clipboardData || clipboardData.files.length === 0) return
      const writing = target instanceof Element && target.closest('input, textarea, [contenteditable]')
      if (writing && clipboardData.types.includes('text/plain')) return
      event.preventDefault()
      pasted(clipboardData.files)
    }
    window.addEventListener('paste', paste)
    return () => window.removeEventListener('paste', paste)
  }, [])
}
