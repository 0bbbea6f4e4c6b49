import { type Command, Option } from 'commander'
import { demoSummary } from '../summary.ts'
import { exitOf } from './options.ts'
import { addVerb, type Common, finish, progress, wholeNumber } from './verb.ts'

/** Verbs about the example project. */
export function addSampleVerbs(program: Command): void {
  addVerb(program, 'demo', 'invent learners, release the last two closed months, verify them', [
    'demo',
    'demo --learners 5000 --views 200000',
  ])
    .option('--folder <dir>', 'made anew; empty, missing, or of an earlier demo', 'demo')
    .option('--learners <n>', 'accounts to invent', wholeNumber(1), 50_000)
    .option('--views <n>', 'lesson views to invent', wholeNumber(1), 2_000_000)
    .option('--seed <n>', 'the same seed gives the same bytes', wholeNumber(0), 1)
    .action(async (options: Common & { folder: string; learners: number; views: number; seed: number }) => {
      // What invents names is large, and no other verb needs it.
      const { demo } = await import('../demo.ts')
      const result = await demo({ ...options, now: new Date(), progress })
      finish(
        options,
        result,
        demoSummary(result),
        result.verifications.every(({ passed }) => passed) ? exitOf(result.run) : 3,
      )
    })

  addVerb(program, 'sample', 'write sample source files for sample-data/uzbekistan', [
    'sample --out data --learners 50000 --views 2000000 --seed 1',
    'sample --out data --learners 2000 --views 40000 --seed 7 --format csv',
  ])
    .requiredOption('--out <dir>', 'folder to write to')
    .option('--learners <n>', 'accounts', wholeNumber(1), 50_000)
    .option('--views <n>', 'lesson views', wholeNumber(1), 2_000_000)
    .option('--seed <n>', 'the same seed gives the same bytes', wholeNumber(0), 1)
    .addOption(
      new Option('--format <format>', 'file format').choices(['parquet', 'csv', 'jsonl']).default('parquet'),
    )
    .action(
      async (
        options: Common & {
          out: string
          learners: number
          views: number
          seed: number
          format: 'parquet' | 'csv' | 'jsonl'
        },
      ) => {
        const { json: _json, ...sample } = options
        const { generateSample } = await import('../../sample-data/generate.ts')
        const result = await generateSample({ ...sample, onProgress: progress })
        finish(
          options,
          result,
          Object.entries(result.rows)
            .map(([source, rows]) => `${source}: ${rows} rows`)
            .join('\n'),
          0,
        )
      },
    )
}
