import { messageOf } from '@holdall/client'
import { useSignOut } from '@holdall/client/react'
import { Button } from '@holdall/ui/button'
import { AuthCard } from '@holdall/ui/sign-in-card'

/** For somebody who is signed in, but not as an administrator. */
export function NotAdmin({ email }: { email: string }) {
  const signOut = useSignOut()
  return (
    <AuthCard
      product="Holdall Admin"
      title="This account is no administrator"
      description={
        <>
          You are signed in as <strong className="break-all font-medium text-ink">{email}</strong>. Ask an
          administrator to give this account the role, or sign in with another one.
        </>
      }
    >
      {signOut.error && (
        <p role="alert" className="text-danger">
          {messageOf(signOut.error)}
        </p>
      )}
      <Button variant="primary" pending={signOut.isPending} onClick={() => signOut.mutate()}>
        Sign out
      </Button>
    </AuthCard>
  )
}
