import { defineProject } from 'vitest/config'

export default defineProject({
  // Milliseconds. Generous, since databases are made on machines that are busy.
  test: { name: 'db', include: ['src/**/*.test.{ts,tsx}'], testTimeout: 60_000, hookTimeout: 60_000 },
})
