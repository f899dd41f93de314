import type { TRPCRouterRecord } from '@trpc/server'
import { userProcedure } from '../trpc.ts'
import { abortUpload } from './abort.ts'
import { receivedParts } from './parts.ts'
import { listPending } from './pending.ts'
import { presignUploads } from './presign.ts'
import { saveUpload, saveUploads } from './save.ts'
import * as S from './schema.ts'
import { signParts } from './sign-parts.ts'

export const uploadsRouter = {
  presign: userProcedure
    .input(S.PresignUploads)
    .output(S.PresignedUploads)
    .mutation(({ ctx, input }) => presignUploads(ctx, input)),
  signParts: userProcedure
    .input(S.SignParts)
    .output(S.SignedParts)
    .mutation(({ ctx, input }) => signParts(ctx, input)),
  parts: userProcedure
    .input(S.UploadId)
    .output(S.ReceivedParts)
    .query(({ ctx, input }) => receivedParts(ctx, input)),
  save: userProcedure
    .input(S.UploadId)
    .output(S.SavedUpload)
    .mutation(({ ctx, input }) => saveUpload(ctx, input)),
  saveBatch: userProcedure
    .input(S.SaveUploads)
    .output(S.SavedUploads)
    .mutation(({ ctx, input }) => saveUploads(ctx, input)),
  abort: userProcedure
    .input(S.UploadId)
    .output(S.AbortedUpload)
    .mutation(({ ctx, input }) => abortUpload(ctx, input)),
  pending: userProcedure
    .input(S.ListPending)
    .output(S.PendingUploads)
    .query(({ ctx, input }) => listPending(ctx, input)),
} satisfies TRPCRouterRecord
