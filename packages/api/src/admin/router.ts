import type { TRPCRouterRecord } from '@trpc/server'
import { FileId } from '../fields.ts'
import { PresignDownload, PresignedDownload } from '../files/schema.ts'
import { adminProcedure } from '../trpc.ts'
import { listAudit } from './audit.ts'
import { adminDeleteFile } from './delete.ts'
import { adminPresignDownload } from './download.ts'
import { adminListFiles } from './list.ts'
import { adminRestoreFile } from './restore.ts'
import { AdminDeleteFile, AdminFile, AdminFilePage, AdminListFiles, AuditPage, ListAudit } from './schema.ts'

export const adminRouter = {
  files: {
    list: adminProcedure
      .input(AdminListFiles)
      .output(AdminFilePage)
      .query(({ ctx, input }) => adminListFiles(ctx, input)),
    presignDownload: adminProcedure
      .input(PresignDownload)
      .output(PresignedDownload)
      .mutation(({ ctx, input }) => adminPresignDownload(ctx, input)),
    delete: adminProcedure
      .input(AdminDeleteFile)
      .output(AdminFile)
      .mutation(({ ctx, input }) => adminDeleteFile(ctx, input)),
    restore: adminProcedure
      .input(FileId)
      .output(AdminFile)
      .mutation(({ ctx, input }) => adminRestoreFile(ctx, input)),
  },
  audit: {
    list: adminProcedure
      .input(ListAudit)
      .output(AuditPage)
      .query(({ ctx, input }) => listAudit(ctx, input)),
  },
} satisfies TRPCRouterRecord
