import { TRPCClientError } from '@trpc/client'
import type { AppRouter } from '../router.ts'

export type Refusal = { reason: string; field: string | null; message: string; status: number; code: string }

/** What a call that has to be refused is refused with, as its caller sees it. */
export async function refusal(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call
  } catch (error) {
    if (!(error instanceof TRPCClientError)) throw error
    const { message, data } = error as TRPCClientError<AppRouter>
    if (!data) throw error
    const { reason, field, httpStatus, code } = data
    return { reason, field, message, status: httpStatus, code }
  }
  throw new Error('the call was not refused')
}
