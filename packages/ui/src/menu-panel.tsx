import { type KeyboardEvent, type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react'
import { cn } from './cn.ts'
import { menuTarget } from './menu-keys.ts'
import { putBeside } from './place.ts'

export type MenuItem = {
  label: string
  icon?: ReactNode
  onSelect: () => void
  danger?: boolean
  disabled?: boolean
}

type MenuPanelProps = {
  id: string
  label: string
  items: readonly (MenuItem | 'separator')[]
  align: 'start' | 'end'
  trigger: RefObject<HTMLButtonElement | null>
  /** @param refocus whether the focus goes back to the trigger */
  onClose: (refocus: boolean) => void
  children?: ReactNode
}

/** An open menu. */
export function MenuPanel({ id, label, items, align, trigger, onClose, children }: MenuPanelProps) {
  const panel = useRef<HTMLDivElement>(null)
  const close = useRef(onClose)
  useLayoutEffect(() => {
    close.current = onClose
  })
  useLayoutEffect(() => {
    const menu = panel.current
    if (!menu || !trigger.current) return
    menu.showPopover()
    putBeside(trigger.current, menu, align)
    itemsOf(menu)[0]?.focus({ preventScroll: true })
    function onToggle(event: Event): void {
      const escaped = menu?.contains(document.activeElement) ?? false
      if ((event as ToggleEvent).newState === 'closed') close.current(escaped)
    }
    function onScroll(event: Event): void {
      // The page moved away below it. The menu's own scrolling is none of this.
      if (event.target instanceof Node && !menu?.contains(event.target)) close.current(false)
    }
    menu.addEventListener('beforetoggle', onToggle)
    window.addEventListener('scroll', onScroll, { capture: true, passive: true })
    window.addEventListener('resize', onScroll)
    return () => {
      menu.removeEventListener('beforetoggle', onToggle)
      window.removeEventListener('scroll', onScroll, { capture: true })
      window.removeEventListener('resize', onScroll)
      if (menu.matches(':popover-open')) menu.hidePopover()
    }
  }, [align, trigger])

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Tab') {
      // Back on the trigger first, so that the browser's own Tab goes on from there.
      onClose(true)
      return
    }
    const buttons = panel.current ? itemsOf(panel.current) : []
    const current = buttons.indexOf(document.activeElement as HTMLButtonElement)
    const target = menuTarget(
      event.key,
      current,
      buttons.map((button) => button.textContent),
    )
    if (target === null || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    buttons[target]?.focus()
  }
  return (
    <div
      ref={panel}
      id={id}
      popover="auto"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      onKeyDown={onKeyDown}
      className="fixed inset-auto m-0 max-h-[calc(100dvh-1rem)] min-w-48 max-w-[calc(100vw-1rem)] animate-appear overflow-y-auto rounded-lg border bg-raised p-1 text-ink text-sm shadow-raised outline-none"
    >
      {children && <div className="mb-1 border-b px-3 pt-2 pb-3">{children}</div>}
      {items.map((item, index) =>
        item === 'separator' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a separator is nothing but its place
          <hr key={index} className="-mx-1 my-1 h-px border-0 bg-line" />
        ) : (
          <Item key={item.label} item={item} onClose={onClose} />
        ),
      )}
    </div>
  )
}

function Item({ item, onClose }: { item: MenuItem; onClose: (refocus: boolean) => void }) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      aria-disabled={item.disabled || undefined}
      onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
      onClick={() => {
        if (item.disabled) return
        onClose(true)
        item.onSelect()
      }}
      className={cn(
        'flex h-8 w-full select-none items-center gap-2.5 rounded-md px-3 text-left outline-none max-sm:h-11 pointer-coarse:h-11',
        'aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
        item.danger
          ? 'text-danger focus:bg-danger-soft [&_svg]:text-danger'
          : 'focus:bg-sunken [&_svg]:text-ink-muted',
      )}
    >
      {item.icon}
      <span className="truncate">{item.label}</span>
    </button>
  )
}

function itemsOf(menu: HTMLElement): HTMLButtonElement[] {
  return [...menu.querySelectorAll<HTMLButtonElement>('[role=menuitem]')]
}
