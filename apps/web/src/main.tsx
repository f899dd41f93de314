import '@fontsource-variable/inter'
import './styles.css'
import { createQueryClient, endSession, HoldallProvider } from '@holdall/client/react'
import { Toaster } from '@holdall/ui/toast'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createWebRouter } from './router.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root to render into')

const router = createWebRouter()
const queryClient = createQueryClient(signedOut)

/** An expired session: the guard of the signed-in pages sees it, and brings people back after signing in. */
function signedOut() {
  endSession(queryClient)
}

createRoot(root).render(
  <StrictMode>
    <HoldallProvider url="/trpc" queryClient={queryClient} onUnauthenticated={signedOut}>
      <RouterProvider router={router} />
      <Toaster />
    </HoldallProvider>
  </StrictMode>,
)
