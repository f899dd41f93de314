-- Runs in one transaction. Its checksum is recorded when it is applied: never edit it, add another one.

-- Several files of one user may share an object: those that came without their bytes, because the bytes were
-- stored already, are marked. Any other row still has its key alone, as in Neon's guide.
ALTER TABLE "s3_files"
    DROP CONSTRAINT "s3_files_object_key_key",
    ADD COLUMN "shared" BOOLEAN NOT NULL DEFAULT false;

CREATE UNIQUE INDEX "s3_files_own_object_key_idx" ON "s3_files"("object_key") WHERE NOT "shared";

-- Who still needs an object, and the table in the order in which a bucket is listed: that of the keys' bytes.
CREATE INDEX "s3_files_key_order_idx" ON "s3_files"("object_key" COLLATE "C", "id");

-- Whether a user stores these bytes already.
CREATE INDEX "s3_files_same_bytes_idx" ON "s3_files"("user_id", "sha256", "size") WHERE "sha256" IS NOT NULL;

-- AlterTable
ALTER TABLE "uploads"
    ADD COLUMN "part_size" BIGINT,
    ADD COLUMN "multipart_id" TEXT,
    ADD CONSTRAINT "uploads_part_size_check" CHECK ("part_size" > 0),
    ADD CONSTRAINT "uploads_multipart_check" CHECK ("part_size" IS NOT NULL OR "multipart_id" IS NULL);

-- AlterTable
ALTER TABLE "object_deletions" ADD COLUMN "multipart_id" TEXT;

-- CreateIndex
CREATE INDEX "object_deletions_object_key_idx" ON "object_deletions"("object_key");
