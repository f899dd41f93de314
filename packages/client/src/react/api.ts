import type { AppRouter } from '@holdall/api'
import { type CreateTRPCReact, createTRPCReact } from '@trpc/react-query'

/** Hooks for every procedure: `api.files.list.useInfiniteQuery(…)`. They work below `HoldallProvider`. */
export const api: CreateTRPCReact<AppRouter, unknown> = createTRPCReact<AppRouter>()
