import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from './router.ts'

export type { ErrorReason } from './errors.ts'
export type { AppRouter } from './router.ts'

/** What each procedure takes, by path: `RouterInputs['uploads']['presign']`. */
export type RouterInputs = inferRouterInputs<AppRouter>
/** What each procedure answers, as it arrives: dates are ISO 8601 strings. */
export type RouterOutputs = inferRouterOutputs<AppRouter>
