import { defineProject } from 'vitest/config'

export default defineProject({ test: { name: 's3-local', include: ['src/**/*.test.{ts,tsx}'] } })
