import { AuthError, messageOf } from '@holdall/client'

/** What the server said about this input, or null. */
export function errorOf(error: unknown, field: 'name' | 'email' | 'password'): string | null {
  return error instanceof AuthError && error.field === field ? error.message : null
}

/** What the server said about the whole form; errors of one input stand beside that input. */
export function FormError({ error }: { error: unknown }) {
  const general = error && !(error instanceof AuthError && error.field) ? messageOf(error) : null
  return (
    <div role="alert">
      {general && <p className="rounded-md bg-danger-soft px-3 py-2 text-danger">{general}</p>}
    </div>
  )
}
