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
  primary: 'base:bg-accent base:text-on-accent hover:bg-accent-hover',
  secondary: 'border base:border-line base:bg-surface base:text-ink hover:bg-sunken',
  ghost: 'base:text-ink-muted base:hover:bg-sunken base:hover:text-ink',
  danger: 'base:bg-danger base:text-on-danger hover:bg-danger-hover',
} as const

/** Fingers get 44 px, whatever the size asked for. */
const SIZES = {
  sm: 'base:h-8 base:gap-1.5 base:px-3 base:text-[0.8125rem] base:max-sm:h-11 base:pointer-coarse:h-11',
  md: 'base:h-9 base:gap-2 base:px-4 base:max-sm:h-11 base:pointer-coarse:h-11',
  icon: 'base:size-8 base:max-sm:size-11 base:pointer-coarse:size-11',
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
        'base:inline-flex shrink-0 items-center base:justify-center whitespace-nowrap base:rounded-md font-medium',
        'transition-colors duration-100 select-none',
        'disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-progress',
        'base:[&_svg]:size-4 [&_svg]:shrink-0',
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
