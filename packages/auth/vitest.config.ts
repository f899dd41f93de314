import { defineProject } from 'vitest/config'

export default defineProject({
  // Milliseconds. Generous, since passwords are hashed and databases made on machines that are busy.
  test: { name: 'auth', include: ['src/**/*.test.{ts,tsx}'], testTimeout: 60_000, hookTimeout: 60_000 },
})
