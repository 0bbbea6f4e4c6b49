import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { globSync } from 'tinyglobby'
import { defineConfig } from 'vitest/config'
import { optimizingLater } from './pipeline/optimize-later.ts'
import { LongFirst } from './test/long-first.ts'
import { UnfinishedReporter } from './test/unfinished-reporter.ts'

/** Whoever replaces modules gets modules of their own; all others share them, for loading takes as long as most tests. */
const replacing = globSync('test/**/*.test.ts').filter((file) =>
  /\bvi\.(mock|doMock)\(/.test(readFileSync(file, 'utf8')),
)

export default defineConfig({
  test: {
    setupFiles: ['./test/property-settings.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // Every worker may open a database and a solver of its own.
    maxWorkers: Math.min(4, availableParallelism()),
    // As nights do: most functions run too seldom to be worth optimizing.
    execArgv: [optimizingLater],
    sequence: { sequencer: LongFirst },
    reporters:
      process.env['CI'] === undefined
        ? ['default']
        : ['default', ['json', { outputFile: '.test-report.json' }], new UnfinishedReporter(30 * 60_000)],
    projects: [
      {
        extends: true,
        test: {
          name: 'shared modules',
          include: ['test/**/*.test.ts'],
          exclude: replacing,
          isolate: false,
        },
      },
      { extends: true, test: { name: 'modules of their own', include: replacing } },
    ],
  },
})
