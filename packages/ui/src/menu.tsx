import {
  type ComponentProps,
  cloneElement,
  type ReactElement,
  type ReactNode,
  useId,
  useRef,
  useState,
} from 'react'
import { type MenuItem, MenuPanel } from './menu-panel.tsx'

export type { MenuItem } from './menu-panel.tsx'

type MenuProps = {
  /** The menu's accessible name: "Actions for report.pdf". */
  label: string
  items: readonly (MenuItem | 'separator')[]
  /** The button that opens it. */
  children: ReactElement<ComponentProps<'button'>>
  align?: 'start' | 'end'
  /** Something to read above the items, such as whose account this is. */
  header?: ReactNode
}

/**
 * A menu of actions on a button. It is a popover of the browser's own, which closes it on Escape and on a
 * press elsewhere, and draws it above everything; arrow keys and letters move in it.
 */
export function Menu({ label, items, children, align = 'end', header }: MenuProps) {
  const [open, setOpen] = useState(false)
  const wasOpen = useRef<boolean>(false)
  const trigger = useRef<HTMLButtonElement>(null)
  const id = useId()

  function close(refocus: boolean): void {
    setOpen(false)
    if (refocus) trigger.current?.focus()
  }
  return (
    <>
      {cloneElement(children, {
        ref: trigger,
        'aria-haspopup': 'menu',
        'aria-expanded': open,
        'aria-controls': open ? id : undefined,
        // The browser closes the popover on this very press, before the click; it must not open it again.
        onPointerDown: () => {
          wasOpen.current = open
        },
        onClick: () => {
          if (!wasOpen.current) setOpen(true)
          wasOpen.current = false
        },
        onKeyDown: (event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
          event.preventDefault()
          setOpen(true)
        },
      })}
      {open && (
        <MenuPanel id={id} label={label} items={items} align={align} trigger={trigger} onClose={close}>
          {header}
        </MenuPanel>
      )}
    </>
  )
}
