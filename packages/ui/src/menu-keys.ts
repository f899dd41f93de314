/**
 * Which item of an open menu a key moves to; null: the key means nothing here. By the ARIA menu pattern
 * (https://www.w3.org/WAI/ARIA/apg/patterns/menubar/): arrows wrap, Home and End, and a letter goes to the
 * next item that starts with it.
 */
export function menuTarget(key: string, current: number, labels: readonly string[]): number | null {
  const count = labels.length
  if (count === 0) return null
  if (key === 'ArrowDown') return (current + 1) % count
  if (key === 'ArrowUp') return current <= 0 ? count - 1 : current - 1
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  if (key.length !== 1 || key === ' ') return null
  for (let step = 1; step <= count; step += 1) {
    const at = (Math.max(current, -1) + step) % count
    if (labels[at]?.toLocaleLowerCase().startsWith(key.toLocaleLowerCase())) return at
  }
  return null
}
