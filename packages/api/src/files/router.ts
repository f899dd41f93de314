import type { TRPCRouterRecord } from '@trpc/server'
import { FileId } from '../fields.ts'
import { userProcedure } from '../trpc.ts'
import { presignDownload } from './download.ts'
import { getFile } from './get.ts'
import { listFiles } from './list.ts'
import { purgeFile } from './purge.ts'
import { renameFile } from './rename.ts'
import { restoreFile } from './restore.ts'
import { File, FilePage, ListFiles, PresignDownload, PresignedDownload, RenameFile, Usage } from './schema.ts'
import { trashFile } from './trash.ts'
import { getUsage } from './usage.ts'

export const filesRouter = {
  list: userProcedure
    .input(ListFiles)
    .output(FilePage)
    .query(({ ctx, input }) => listFiles(ctx, input)),
  get: userProcedure
    .input(FileId)
    .output(File)
    .query(({ ctx, input }) => getFile(ctx, input)),
  presignDownload: userProcedure
    .input(PresignDownload)
    .output(PresignedDownload)
    .mutation(({ ctx, input }) => presignDownload(ctx, input)),
  rename: userProcedure
    .input(RenameFile)
    .output(File)
    .mutation(({ ctx, input }) => renameFile(ctx, input)),
  trash: userProcedure
    .input(FileId)
    .output(File)
    .mutation(({ ctx, input }) => trashFile(ctx, input)),
  restore: userProcedure
    .input(FileId)
    .output(File)
    .mutation(({ ctx, input }) => restoreFile(ctx, input)),
  purge: userProcedure
    .input(FileId)
    .output(FileId)
    .mutation(({ ctx, input }) => purgeFile(ctx, input)),
  usage: userProcedure.output(Usage).query(({ ctx }) => getUsage(ctx)),
} satisfies TRPCRouterRecord
