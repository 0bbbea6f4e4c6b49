import { z } from 'zod'
import { reasonSchema } from './ledger.ts'
import { sha256Schema } from './release.ts'

/** `WITHDRAWN.json` in a release folder. Public. */
export const withdrawalSchema = z.strictObject({
  format: z.literal('kohort-withdrawal/1'),
  release: z.string().describe('project/period/version'),
  manifest_sha256: sha256Schema,
  withdrawn_on: z.iso.date(),
  reason: reasonSchema,
})
export type Withdrawal = z.infer<typeof withdrawalSchema>
