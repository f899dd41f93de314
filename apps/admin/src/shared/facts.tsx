import type { ReactNode } from 'react'

/** Names and values, in two columns; below each other on phones. */
export function Facts({ label, facts }: { label: string; facts: readonly [string, ReactNode][] }) {
  return (
    <dl
      aria-label={label}
      className="grid grid-cols-1 gap-x-6 gap-y-2 text-[0.8125rem] sm:grid-cols-[8rem_minmax(0,1fr)] sm:gap-y-1.5"
    >
      {facts.map(([name, value]) => (
        <div key={name} className="flex min-w-0 flex-col sm:contents">
          <dt className="text-ink-muted">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
