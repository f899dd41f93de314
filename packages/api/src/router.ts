import { adminRouter } from './admin/router.ts'
import { filesRouter } from './files/router.ts'
import { router } from './trpc.ts'
import { uploadsRouter } from './uploads/router.ts'

export const appRouter = router({ uploads: uploadsRouter, files: filesRouter, admin: adminRouter })
export type AppRouter = typeof appRouter
