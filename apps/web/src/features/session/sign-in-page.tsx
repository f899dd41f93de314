import { useSignIn } from '@holdall/client/react'
import { Button } from '@holdall/ui/button'
import { AuthCard } from '@holdall/ui/sign-in-card'
import { TextField } from '@holdall/ui/text-field'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { usePageTitle } from '../../shared/use-page-title.ts'
import { errorOf, FormError } from './form-error.tsx'
import { useGoOn } from './use-go-on.ts'

export function SignInPage({ next }: { next?: string }) {
  usePageTitle('Sign in')
  useGoOn(next)
  return (
    <AuthCard
      title="Sign in"
      description={next ? 'Sign in to go on where you were.' : 'To your team’s files.'}
      footer={
        <>
          No account yet?{' '}
          <Link
            to="/sign-up"
            search={{ next }}
            className="font-medium text-accent underline-offset-4 hover:underline"
          >
            Sign up
          </Link>
        </>
      }
    >
      <SignInForm />
    </AuthCard>
  )
}

function SignInForm() {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useSignIn()
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!signIn.isPending) signIn.mutate({ email: email.trim(), password })
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormError error={signIn.error} />
      <TextField
        label="E-mail"
        type="email"
        name="email"
        autoComplete="username"
        required
        autoFocus
        error={errorOf(signIn.error, 'email')}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        label="Password"
        type="password"
        name="password"
        autoComplete="current-password"
        required
        error={errorOf(signIn.error, 'password')}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" variant="primary" pending={signIn.isPending} className="mt-2">
        Sign in
      </Button>
    </form>
  )
}
