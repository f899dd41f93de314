import { type ClassValue, clsx } from 'clsx'

/**
 * Joins class names. What a caller may override stands in a component as `base:h-8`: those rules have no
 * specificity (styles.css), so any plain class of the caller wins, and no merging happens at run time.
 */
export function cn(...classes: ClassValue[]): string {
  return clsx(classes)
}
