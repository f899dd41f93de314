import type { TRPCRouterRecord } from '@trpc/server'
import { userProcedure } from '../trpc.ts'
import { presignUploads } from './presign.ts'
import { saveUpload } from './save.ts'
import { PresignedUploads, PresignUploads, SavedUpload, SaveUpload } from './schema.ts'

export const uploadsRouter = {
  presign: userProcedure
    .input(PresignUploads)
    .output(PresignedUploads)
    .mutation(({ ctx, input }) => presignUploads(ctx, input)),
  save: userProcedure
    .input(SaveUpload)
    .output(SavedUpload)
    .mutation(({ ctx, input }) => saveUpload(ctx, input)),
} satisfies TRPCRouterRecord
