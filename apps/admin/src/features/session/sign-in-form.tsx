import { Button } from '@holdall/ui/button'
import { TextField } from '@holdall/ui/text-field'
import { type FormEvent, useState } from 'react'
import { useSignIn } from './session.ts'

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
        error={signIn.error?.message}
      />
      <Button type="submit" variant="primary" pending={signIn.isPending} className="mt-2">
        Sign in
      </Button>
    </form>
  )
}
