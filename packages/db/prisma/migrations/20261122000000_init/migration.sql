-- Runs in one transaction. Its checksum is recorded when it is applied: never edit it, add another one.

-- Substring search over names, keys and owners.
CREATE EXTENSION IF NOT EXISTS "pg_trgm";

-- File names sort as people expect in every language: letters before case, accents beside their letter,
-- file2 before file10. It hangs on the column, so ORDER BY, keyset comparisons and ILIKE use it without
-- being told. ICU and not the machine's libc, whose order differs between systems; Postgres records the
-- ICU version and warns when the binary underneath changes.
CREATE COLLATION IF NOT EXISTS "file_names" (provider = icu, locale = 'und-u-kn-true');

-- CreateEnum
CREATE TYPE "visibility" AS ENUM ('private', 'public');

-- CreateEnum
CREATE TYPE "trashed_by" AS ENUM ('owner', 'admin');

-- CreateEnum
CREATE TYPE "actor_role" AS ENUM ('user', 'admin', 'system');

-- s3_files. The statement is the one in Neon's guide, so that a table made by it is adopted with its rows.
CREATE TABLE IF NOT EXISTS "s3_files" (
    "id" SERIAL PRIMARY KEY,
    "object_key" TEXT NOT NULL UNIQUE,
    "file_url" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "upload_timestamp" TIMESTAMPTZ DEFAULT NOW()
);

-- Another program's s3_files must not be altered by guesswork.
DO $$
BEGIN
    IF (
        SELECT count(*) FROM pg_attribute
        WHERE attrelid = 's3_files'::regclass AND NOT attisdropped AND (attname::text, format_type(atttypid, NULL)) IN (
            ('id', 'integer'), ('object_key', 'text'), ('file_url', 'text'), ('user_id', 'text'),
            ('upload_timestamp', 'timestamp with time zone')
        )
    ) <> 5 OR (
        SELECT count(*) FROM pg_constraint
        WHERE conrelid = 's3_files'::regclass AND conname IN ('s3_files_pkey', 's3_files_object_key_key')
    ) <> 2 THEN
        RAISE EXCEPTION 'The table s3_files exists, but not as Neon''s guide makes it (id, object_key, file_url, user_id, upload_timestamp, with a primary key on id and a unique object_key). Rename it, or use another database or schema.';
    END IF;
END
$$;

-- The guide's keys are <uuid>-<file name>. The name is the last segment of the key without such a prefix,
-- or the whole key where nothing else would be left.
CREATE FUNCTION "s3_files_name_of_key"("object_key" TEXT) RETURNS TEXT
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(
    nullif(
        regexp_replace(
            regexp_replace(rtrim("object_key", '/'), '^.*/', ''),
            '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}-(?=.)', '', 'i'
        ),
        ''
    ),
    "object_key"
);

UPDATE "s3_files" SET "upload_timestamp" = CURRENT_TIMESTAMP WHERE "upload_timestamp" IS NULL;

-- AlterTable
ALTER TABLE "s3_files"
    ALTER COLUMN "upload_timestamp" TYPE TIMESTAMPTZ(3),
    ALTER COLUMN "upload_timestamp" SET DEFAULT CURRENT_TIMESTAMP,
    ALTER COLUMN "upload_timestamp" SET NOT NULL,
    ADD COLUMN "public_id" UUID NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN "file_name" TEXT COLLATE "file_names",
    ADD COLUMN "content_type" TEXT NOT NULL DEFAULT 'application/octet-stream',
    ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'other',
    ADD COLUMN "size" BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN "sha256" TEXT,
    ADD COLUMN "etag" TEXT,
    ADD COLUMN "visibility" "visibility" NOT NULL DEFAULT 'private',
    ADD COLUMN "verified_at" TIMESTAMPTZ(3),
    ADD COLUMN "put_expires_at" TIMESTAMPTZ(3),
    ADD COLUMN "trashed_at" TIMESTAMPTZ(3),
    ADD COLUMN "trashed_by" "trashed_by",
    ADD COLUMN "trash_reason" TEXT;

UPDATE "s3_files" SET "file_name" = "s3_files_name_of_key"("object_key");

ALTER TABLE "s3_files"
    ALTER COLUMN "file_name" SET NOT NULL,
    ADD CONSTRAINT "s3_files_size_check" CHECK ("size" >= 0),
    ADD CONSTRAINT "s3_files_sha256_check" CHECK ("sha256" ~ '^[0-9a-f]{64}$'),
    ADD CONSTRAINT "s3_files_trash_check" CHECK (
        CASE "trashed_by"
            WHEN 'owner' THEN "trashed_at" IS NOT NULL
            WHEN 'admin' THEN "trashed_at" IS NOT NULL AND "trash_reason" IS NOT NULL AND btrim("trash_reason") <> ''
            ELSE "trashed_at" IS NULL AND "trash_reason" IS NULL
        END
    );

-- The guide's own INSERT (object_key, file_url, user_id) keeps working.
CREATE FUNCTION "s3_files_fill_name"() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    NEW."file_name" := "s3_files_name_of_key"(NEW."object_key");
    RETURN NEW;
END
$$;

CREATE TRIGGER "s3_files_fill_name" BEFORE INSERT ON "s3_files"
FOR EACH ROW WHEN (NEW."file_name" IS NULL) EXECUTE FUNCTION "s3_files_fill_name"();

-- CreateTable
CREATE TABLE "uploads" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "object_key" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "sha256" TEXT,
    "visibility" "visibility" NOT NULL DEFAULT 'private',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "put_expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "uploads_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "uploads_size_check" CHECK ("size" >= 0),
    CONSTRAINT "uploads_sha256_check" CHECK ("sha256" ~ '^[0-9a-f]{64}$')
);

-- CreateTable
CREATE TABLE "object_deletions" (
    "id" BIGSERIAL NOT NULL,
    "object_key" TEXT NOT NULL,
    "put_expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,

    CONSTRAINT "object_deletions_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "object_deletions_attempts_check" CHECK ("attempts" >= 0)
);

-- CreateTable
CREATE TABLE "usage" (
    "user_id" TEXT NOT NULL,
    "pending_bytes" BIGINT NOT NULL DEFAULT 0,
    "pending_count" INTEGER NOT NULL DEFAULT 0,
    "stored_bytes" BIGINT NOT NULL DEFAULT 0,
    "stored_count" INTEGER NOT NULL DEFAULT 0,
    "trashed_bytes" BIGINT NOT NULL DEFAULT 0,
    "trashed_count" INTEGER NOT NULL DEFAULT 0,
    "quota_bytes" BIGINT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "usage_pkey" PRIMARY KEY ("user_id"),
    CONSTRAINT "usage_pending_check" CHECK ("pending_bytes" >= 0 AND "pending_count" >= 0),
    CONSTRAINT "usage_stored_check" CHECK ("stored_bytes" >= 0 AND "stored_count" >= 0),
    CONSTRAINT "usage_trashed_check" CHECK ("trashed_bytes" >= 0 AND "trashed_count" >= 0),
    CONSTRAINT "usage_quota_check" CHECK ("quota_bytes" >= 0)
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" BIGSERIAL NOT NULL,
    "public_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" TEXT,
    "actor_role" "actor_role" NOT NULL,
    "actor_email" TEXT,
    "action" TEXT NOT NULL,
    "target_type" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "target_name" TEXT,
    "owner_id" TEXT,
    "reason" TEXT,
    "ip" TEXT,
    "user_agent" TEXT,
    "request_id" TEXT,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "audit_events_actor_check" CHECK ("actor_id" IS NOT NULL OR "actor_role" = 'system')
);

-- What was recorded stays recorded. For each statement, so that one that matches no row is refused as well.
CREATE FUNCTION "audit_events_refuse_change"() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_events is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER "audit_events_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_events"
FOR EACH STATEMENT EXECUTE FUNCTION "audit_events_refuse_change"();

-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT NOT NULL DEFAULT 'user',
    "banned" BOOLEAN NOT NULL DEFAULT false,
    "ban_reason" TEXT,
    "ban_expires" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "users_role_check" CHECK ("role" IN ('user', 'admin'))
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "impersonated_by" TEXT,
    "user_id" TEXT NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "accounts" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verifications" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "last_request" BIGINT NOT NULL,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "s3_files_public_id_key" ON "s3_files"("public_id");

-- A user's list, a page at a time, in each order that it sorts by. Read backwards for the other direction.
CREATE INDEX "s3_files_live_by_time_idx" ON "s3_files"("user_id", "upload_timestamp" DESC, "id" DESC) WHERE "trashed_at" IS NULL;
CREATE INDEX "s3_files_live_by_name_idx" ON "s3_files"("user_id", "file_name", "id") WHERE "trashed_at" IS NULL;
CREATE INDEX "s3_files_live_by_size_idx" ON "s3_files"("user_id", "size", "id") WHERE "trashed_at" IS NULL;

-- A user's trash.
CREATE INDEX "s3_files_trash_idx" ON "s3_files"("user_id", "trashed_at" DESC, "id" DESC) WHERE "trashed_at" IS NOT NULL;

-- What the sweep looks for: trash that is old enough, and adopted rows that the bucket hasn't confirmed.
CREATE INDEX "s3_files_purge_idx" ON "s3_files"("trashed_at") WHERE "trashed_at" IS NOT NULL;
CREATE INDEX "s3_files_unverified_idx" ON "s3_files"("id") WHERE "verified_at" IS NULL;

-- Everybody's files, for admins.
CREATE INDEX "s3_files_upload_timestamp_id_idx" ON "s3_files"("upload_timestamp" DESC, "id" DESC);

-- Substring search: ILIKE '%…%' on the bare column.
CREATE INDEX "s3_files_file_name_idx" ON "s3_files" USING GIN ("file_name" gin_trgm_ops);
CREATE INDEX "s3_files_object_key_idx" ON "s3_files" USING GIN ("object_key" gin_trgm_ops);
CREATE INDEX "users_email_name_idx" ON "users" USING GIN ("email" gin_trgm_ops, "name" gin_trgm_ops);

-- CreateIndex
CREATE UNIQUE INDEX "uploads_object_key_key" ON "uploads"("object_key");

-- CreateIndex
CREATE INDEX "uploads_user_id_created_at_id_idx" ON "uploads"("user_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "uploads_put_expires_at_idx" ON "uploads"("put_expires_at");

-- CreateIndex
CREATE INDEX "object_deletions_due_at_idx" ON "object_deletions"("due_at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_events_public_id_key" ON "audit_events"("public_id");

-- CreateIndex
CREATE INDEX "audit_events_at_id_idx" ON "audit_events"("at", "id");

-- CreateIndex
CREATE INDEX "audit_events_owner_id_at_id_idx" ON "audit_events"("owner_id", "at", "id");

-- CreateIndex
CREATE INDEX "audit_events_actor_id_at_id_idx" ON "audit_events"("actor_id", "at", "id");

-- CreateIndex
CREATE INDEX "audit_events_target_id_id_idx" ON "audit_events"("target_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_key" ON "sessions"("token");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "accounts_user_id_idx" ON "accounts"("user_id");

-- CreateIndex
CREATE INDEX "verifications_identifier_idx" ON "verifications"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "rate_limits_key_key" ON "rate_limits"("key");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
