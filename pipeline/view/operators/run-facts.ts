import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ConfigurationError } from '../../../schemas/failure.ts'
import { pastRunSchema } from '../../run-history.ts'

const count = z.int().min(0)

/** What `run.json` says of the run that made a release, as far as it is shown. */
const runFactsSchema = pastRunSchema.extend({
  endedAt: z.string().nullable(),
  failure: z.object({ message: z.string() }).nullable(),
  resumed: z.string().nullable(),
  absent: count,
  waiting: z.array(z.string()),
  held: z.array(z.object({ period: z.string(), reason: z.string() })),
  periods: z.array(
    z.object({
      period: z.object({ id: z.string() }),
      outcome: z.string(),
      reasons: z.array(z.string()),
      tables: z.array(
        z.object({ table: z.string(), warnings: z.array(z.string()), advice: z.array(z.string()) }),
      ),
      stocks: z.array(
        z.object({ table: z.string(), waiting: count, waitingSince: z.string().nullable(), pooled: count }),
      ),
    }),
  ),
  revisions: z.array(
    z.object({
      period: z.string(),
      version: z.int().nullable(),
      why: z.string().nullable(),
      withheld: z.boolean().default(false),
    }),
  ),
  erased: z.object({ learners: count, requested: count.optional(), on: z.string() }).nullable(),
  seconds: z.record(z.string(), z.number()),
})

/** Restricted. */
export type RunFacts = z.output<typeof runFactsSchema>

/**
 * @param run folder of the run's record
 * @throws {ConfigurationError} if it cannot be read
 */
export async function readRunFacts(run: string): Promise<RunFacts> {
  const path = join(run, 'run.json')
  const text = await readFile(path, 'utf8').catch(() => 'null')
  const parsed = runFactsSchema.safeParse(JSON.parse(text))
  if (!parsed.success)
    throw new ConfigurationError("the run's record must be one that this version can read", path)
  return parsed.data
}
