import { defineProject } from 'vitest/config'

// Most tests make a database and a bucket; on a busy machine that takes a while.
export default defineProject({
  test: { name: 'api', include: ['src/**/*.test.{ts,tsx}'], testTimeout: 30_000, hookTimeout: 30_000 },
})
