import { defineConfig } from 'vitest/config'
import { UnfinishedReporter } from './test/unfinished-reporter.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
    setupFiles: ['./test/property-settings.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // Two cores; every worker may open a database and a solver of its own.
    maxWorkers: 2,
    reporters:
      process.env['CI'] === undefined
        ? ['default']
        : ['default', ['json', { outputFile: '.test-report.json' }], new UnfinishedReporter(30 * 60_000)],
  },
})
