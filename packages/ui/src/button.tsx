import type { ComponentProps } from 'react'
import { cn } from './cn.ts'
import { Spinner } from './spinner.tsx'

type ButtonProps = ComponentProps<'button'> & {
  variant?: 'primary' | 'secondary' | 'ghost' | 'danger'
  size?: 'sm' | 'md' | 'icon'
  /** Something this button started is under way: it spins and takes no second press. */
  pending?: boolean
}

const VARIANTS = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  secondary: 'border border-line bg-surface text-ink hover:bg-sunken',
  ghost: 'text-ink-muted hover:bg-sunken hover:text-ink',
  danger: 'bg-danger text-on-danger hover:bg-danger-hover',
} as const

/** Fingers get 44 px, whatever the size asked for. */
const SIZES = {
  sm: 'h-8 gap-1.5 px-3 text-[0.8125rem] max-sm:h-11 pointer-coarse:h-11',
  md: 'h-9 gap-2 px-4 max-sm:h-11 pointer-coarse:h-11',
  icon: 'size-8 max-sm:size-11 pointer-coarse:size-11',
} as const

/** A labelled action. An icon-only button needs an `aria-label`. */
export function Button({ variant = 'secondary', size = 'md', pending = false, ...props }: ButtonProps) {
  const { className, children, disabled, onClick, ...rest } = props
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled}
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      className={cn(
        'inline-flex shrink-0 items-center justify-center whitespace-nowrap rounded-md font-medium',
        'transition-colors duration-100 select-none',
        'disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-progress',
        '[&_svg]:size-4 [&_svg]:shrink-0',
        VARIANTS[variant],
        SIZES[size],
        className,
      )}
    >
      {pending && <Spinner />}
      {pending && size === 'icon' ? null : children}
    </button>
  )
}
