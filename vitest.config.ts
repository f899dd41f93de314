import { defineConfig } from 'vitest/config'
import { SummaryReporter } from './tests/setup/src/summary-reporter.ts'

export default defineConfig({
  test: {
    globalSetup: './tests/setup/src/global-setup.ts',
    reporters: ['default', new SummaryReporter()],
    projects: [
      'packages/*/vitest.config.ts',
      'apps/*/vitest.config.ts',
      'tests/e2e/vitest.config.ts',
      'examples/vitest.config.ts',
    ],
  },
})
