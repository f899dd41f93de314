import { useEffect, useEffectEvent, useState } from 'react'

function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}

/** Takes files dropped anywhere on the page; true while some are held over it. */
export function usePageDrop(onDrop: (transfer: DataTransfer) => void): boolean {
  const [over, setOver] = useState(false)
  const dropped = useEffectEvent(onDrop)
  useEffect(() => {
    // Each element below the pointer sends its own enter and leave; the count is 0 outside the page alone.
    let depth = 0
    function enter(event: DragEvent) {
      if (!holdsFiles(event)) return
      depth += 1
      setOver(true)
    }
    function leave(event: DragEvent) {
      if (!holdsFiles(event)) return
      depth -= 1
      if (depth <= 0) end()
    }
    function hold(event: DragEvent) {
      // Without this the browser opens the file instead of the page.
      if (holdsFiles(event)) event.preventDefault()
    }
    function drop(event: DragEvent) {
      if (!holdsFiles(event) || !event.dataTransfer) return
      event.preventDefault()
      end()
      dropped(event.dataTransfer)
    }
    function end() {
      depth = 0
      setOver(false)
    }
    const controller = new AbortController()
    const { signal } = controller
    window.addEventListener('dragenter', enter, { signal })
    window.addEventListener('dragleave', leave, { signal })
    window.addEventListener('dragover', hold, { signal })
    window.addEventListener('drop', drop, { signal })
    return () => controller.abort()
  }, [])
  return over
}
