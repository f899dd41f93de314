export { type Client, createHarness, type Harness } from './testing/harness.ts'
export { expectInvariants } from './testing/invariants.ts'
export { BYTES, presign, put, type Sample, sha256, upload } from './testing/transfer.ts'
