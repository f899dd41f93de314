import { defineProject } from 'vitest/config'

export default defineProject({
  // Some clauses send a thousand requests to prove that pages are followed.
  test: { name: 'storage', include: ['src/**/*.test.{ts,tsx}'], testTimeout: 60_000 },
})
