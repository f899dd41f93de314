import { Tooltip as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'

/**
 * More about a control, on hover and focus. It describes; it never names: fingers see no tooltips, so
 * the control keeps a label of its own.
 */
export function Tooltip({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <Primitive.Provider delayDuration={400}>
      <Primitive.Root>
        <Primitive.Trigger asChild>{children}</Primitive.Trigger>
        <Primitive.Portal>
          <Primitive.Content
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-w-80 animate-appear break-words rounded-md bg-ink px-2.5 py-1.5 text-canvas text-xs shadow-raised"
          >
            {label}
          </Primitive.Content>
        </Primitive.Portal>
      </Primitive.Root>
    </Primitive.Provider>
  )
}
