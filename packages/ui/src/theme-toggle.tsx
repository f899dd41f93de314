import { Monitor, Moon, Sun } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { Button } from './button.tsx'
import { Menu } from './menu.tsx'
import { chooseTheme, onThemeChange, readTheme, type Theme } from './theme.ts'

const ICONS = { system: Monitor, light: Sun, dark: Moon } as const
const LABELS = { system: 'Like the system', light: 'Light', dark: 'Dark' } as const
const THEMES: readonly Theme[] = ['system', 'light', 'dark']

/** Chooses light, dark or the system's theme, and remembers it in this browser. */
export function ThemeToggle() {
  const theme = useSyncExternalStore(onThemeChange, readTheme, () => 'system' as const)
  const Icon = ICONS[theme]
  const items = THEMES.map((each) => {
    const EachIcon = ICONS[each]
    return { label: LABELS[each], icon: <EachIcon aria-hidden="true" />, onSelect: () => chooseTheme(each) }
  })
  return (
    <Menu label="Theme" items={items}>
      <Button variant="ghost" size="icon" aria-label={`Theme: ${LABELS[theme]}`}>
        <Icon aria-hidden="true" />
      </Button>
    </Menu>
  )
}
