import '@fontsource-variable/inter'
import './styles.css'
import { createQueryClient, endSession, HoldallProvider } from '@holdall/client/react'
import { Toaster } from '@holdall/ui/toast'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createAdminRouter } from './router.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root to render into')

const router = createAdminRouter()
const queryClient = createQueryClient(() => endSession(queryClient))

createRoot(root).render(
  <StrictMode>
    <HoldallProvider url="/trpc" queryClient={queryClient}>
      <RouterProvider router={router} />
      <Toaster />
    </HoldallProvider>
  </StrictMode>,
)
