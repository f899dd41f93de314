export type Theme = 'system' | 'light' | 'dark'

const KEY = 'holdall.theme'
const listeners = new Set<() => void>()

/** The reader's choice; `system` when none was made or the browser keeps nothing for this site. */
export function readTheme(): Theme {
  try {
    const stored = localStorage.getItem(KEY)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    // A browser that blocks storage throws on touching it; the system's theme is right then.
    return 'system'
  }
}

/** Shows a theme and remembers it. */
export function chooseTheme(theme: Theme): void {
  try {
    if (theme === 'system') localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, theme)
  } catch {
    // Not remembered, but shown all the same.
  }
  apply(theme)
  for (const listener of listeners) listener()
}

/** Calls back when the theme is chosen here or in another tab; returns the way to stop it. */
export function onThemeChange(listener: () => void): () => void {
  function fromOtherTab(event: StorageEvent): void {
    if (event.key !== KEY) return
    apply(readTheme())
    listener()
  }
  listeners.add(listener)
  window.addEventListener('storage', fromOtherTab)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', fromOtherTab)
  }
}

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

// On import, so that the first paint has the right colours; an inline script would need a hole in the CSP.
if (typeof document !== 'undefined') apply(readTheme())
