export { closeDb, createDb, type Db, type DbOptions, type Tx } from './client.ts'
export type { Adapter } from './connection.ts'
export {
  type Account,
  ActorRole,
  type AuditEvent,
  type ObjectDeletion,
  Prisma,
  type RateLimit,
  type S3File,
  type Session,
  TrashedBy,
  type Upload,
  type Usage,
  type User,
  type Verification,
  Visibility,
} from './generated/client.ts'
export { type Migration, MigrationError, migrate } from './migrate.ts'
