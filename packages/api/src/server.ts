export type { Context, Log, Policy } from './context.ts'
export { type ErrorReason, REASONS } from './errors.ts'
export { appRouter } from './router.ts'
export { AppError } from './trpc.ts'
