import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

export type MenuItem = {
  label: string
  icon?: ReactNode
  onSelect: () => void
  danger?: boolean
  disabled?: boolean
}

type MenuProps = {
  /** The menu's accessible name: "Actions for report.pdf". */
  label: string
  items: readonly (MenuItem | 'separator')[]
  /** The button that opens it. */
  children: ReactNode
  align?: 'start' | 'end'
  /** Something to read above the items, such as whose account this is. */
  header?: ReactNode
}

/** A menu of actions on a button, with arrow keys and type-ahead. */
export function Menu({ label, items, children, align = 'end', header }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-48 max-w-[calc(100vw-1rem)] animate-appear rounded-lg border bg-raised p-1 shadow-raised outline-none"
        >
          {header && <div className="mb-1 border-b px-3 pt-2 pb-3">{header}</div>}
          {items.map((item, index) =>
            item === 'separator' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a separator is nothing but its place
              <DropdownMenu.Separator key={index} className="-mx-1 my-1 h-px bg-line" />
            ) : (
              <Item key={item.label} {...item} />
            ),
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Item({ label, icon, onSelect, danger, disabled }: MenuItem) {
  return (
    <DropdownMenu.Item
      disabled={disabled}
      onSelect={onSelect}
      className={cn(
        'flex h-8 select-none items-center gap-2.5 rounded-md px-3 outline-none max-sm:h-11 pointer-coarse:h-11',
        'data-[disabled]:pointer-events-none data-[highlighted]:bg-sunken data-[disabled]:opacity-50',
        '[&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-muted',
        danger && 'text-danger data-[highlighted]:bg-danger-soft [&_svg]:text-danger',
      )}
    >
      {icon}
      <span className="truncate">{label}</span>
    </DropdownMenu.Item>
  )
}
