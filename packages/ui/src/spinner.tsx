import { LoaderCircle } from 'lucide-react'
import { cn } from './cn.ts'

/** Decoration only: whatever is busy says so itself, by `aria-busy` or a text. */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden="true" className={cn('base:size-4 animate-spin', className)} />
}
