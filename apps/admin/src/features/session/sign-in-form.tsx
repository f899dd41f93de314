import { messageOf } from '@holdall/client'
import { useSignIn } from '@holdall/client/react'
import { Button } from '@holdall/ui/button'
import { TextField } from '@holdall/ui/text-field'
import { type FormEvent, useState } from 'react'

/** E-mail and password. There is no sign-up here: administrators are made by administrators. */
export function SignInForm() {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useSignIn()
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!signIn.isPending) signIn.mutate({ email: email.trim(), password })
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <div role="alert">
        {signIn.error && (
          <p className="rounded-md bg-danger-soft px-3 py-2 text-danger">{messageOf(signIn.error)}</p>
        )}
      </div>
      <TextField
        label="E-mail"
        type="email"
        name="email"
        autoComplete="username"
        required
        autoFocus
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        label="Password"
        type="password"
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" variant="primary" pending={signIn.isPending} className="mt-2">
        Sign in
      </Button>
    </form>
  )
}
