import { useSignUp } from '@holdall/client/react'
import { Button } from '@holdall/ui/button'
import { AuthCard } from '@holdall/ui/sign-in-card'
import { TextField } from '@holdall/ui/text-field'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { usePageTitle } from '../../shared/use-page-title.ts'
import { errorOf, FormError } from './form-error.tsx'
import { useGoOn } from './use-go-on.ts'

export function SignUpPage({ next }: { next?: string }) {
  usePageTitle('Sign up')
  useGoOn(next)
  return (
    <AuthCard
      title="Sign up"
      description="An account for your files here."
      footer={
        <>
          Have an account?{' '}
          <Link
            to="/sign-in"
            search={{ next }}
            className="font-medium text-accent underline-offset-4 hover:underline"
          >
            Sign in
          </Link>
        </>
      }
    >
      <SignUpForm />
    </AuthCard>
  )
}

const EMPTY = { name: '', email: '', password: '' }

function SignUpForm() {
  const [input, setInput] = useState(EMPTY)
  const signUp = useSignUp()
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!signUp.isPending) signUp.mutate({ ...input, name: input.name.trim(), email: input.email.trim() })
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormError error={signUp.error} />
      <TextField
        label="Name"
        name="name"
        autoComplete="name"
        required
        autoFocus
        maxLength={100}
        error={errorOf(signUp.error, 'name')}
        value={input.name}
        onChange={(event) => setInput({ ...input, name: event.target.value })}
      />
      <TextField
        label="E-mail"
        type="email"
        name="email"
        autoComplete="username"
        required
        error={errorOf(signUp.error, 'email')}
        value={input.email}
        onChange={(event) => setInput({ ...input, email: event.target.value })}
      />
      <TextField
        label="Password"
        type="password"
        name="password"
        autoComplete="new-password"
        hint="At least 8 characters."
        required
        minLength={8}
        maxLength={128}
        error={errorOf(signUp.error, 'password')}
        value={input.password}
        onChange={(event) => setInput({ ...input, password: event.target.value })}
      />
      <Button type="submit" variant="primary" pending={signUp.isPending} className="mt-2">
        Sign up
      </Button>
    </form>
  )
}
