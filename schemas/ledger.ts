import { z } from 'zod'
import { auditParametersSchema, releasePeriodSchema, sha256Schema } from './release.ts'

export const ledgerFormat = 'kohort-ledger/1'

/** What stands in the place of the entry before the first. */
export const genesis = '0'.repeat(64)

/** A table of a release as the ledger commits to it. */
const recordedTableSchema = z.strictObject({
  id: z.string(),
  definition: sha256Schema.describe('of the stored definition: code lists and measures'),
  figures: sha256Schema.describe('of the stored values and statuses'),
  rows: z.int().min(1),
  dimensions: z.array(
    z.strictObject({ name: z.string(), levels: z.int().min(0).describe('levels under the total') }),
  ),
  as_of: z.iso.date().optional().describe('of a stock: the day that rows shown as they stood are of'),
})
export type RecordedTable = z.infer<typeof recordedTableSchema>

/** What lies beside the chain about single learners, as an entry commits to it. */
const recordedContributionsSchema = z.strictObject({
  sha256: sha256Schema.describe('of the stored file, which names learners by code'),
  key: sha256Schema.describe('of the secret that the codes are made with'),
})
export type RecordedContributions = z.infer<typeof recordedContributionsSchema>

/** A release as the ledger knows it. Its figures lie beside the entries, named by their hashes. */
const recordedReleaseSchema = z.strictObject({
  project: z.string(),
  period: releasePeriodSchema,
  version: z.int().min(1),
  as_of: z.iso.date(),
  manifest_sha256: sha256Schema,
  policy_sha256: sha256Schema,
  code_version: z.string(),
  audit: auditParametersSchema.describe('how its figures are to be read, and what they were held to'),
  folder: z.string().describe('the releases folder: where to look after a crash'),
  tables: z.array(recordedTableSchema),
  contributions: recordedContributionsSchema
    .nullable()
    .optional()
    .describe(
      'who is counted where; absent where it says nothing of that, null where nothing is kept any more',
    ),
})
export type RecordedRelease = z.infer<typeof recordedReleaseSchema>

/** Number of an entry, from 1. */
const sequence = z.int().min(1)
const release = recordedReleaseSchema

/** Why a release was withdrawn, or a period given up: one line that names nobody. */
export const reasonSchema = z
  .string()
  .min(3)
  .max(500)
  .regex(/^[^\p{Cc}]+$/u, 'must be one line')

/** What an entry says. */
export const entryContentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('intended').describe('about to be published'), release }),
  z.strictObject({ kind: z.literal('published'), intended: sequence }),
  z.strictObject({ kind: z.literal('voided').describe('it never appeared'), intended: sequence }),
  z.strictObject({ kind: z.literal('adopted').describe('found in a releases folder'), release }),
  z.strictObject({
    kind: z.literal('withdrawn'),
    release: sequence.describe('of the intended or adopted entry'),
    on: z.iso.date(),
    reason: reasonSchema.describe('public'),
  }),
  z.strictObject({
    kind: z.literal('skipped').describe('a period that is given up: no release of it ever appears'),
    project: z.string(),
    period: releasePeriodSchema,
    on: z.iso.date(),
    reason: reasonSchema,
  }),
  z.strictObject({
    kind: z.literal('erased').describe('learners who were taken out of the contributions; nobody is named'),
    learners: z.int().min(0).describe('0 where it only became known who is absent from the sources'),
    requested: z.int().min(0).optional().describe('of these, who asked for it; not said by earlier versions'),
    on: z.iso.date(),
    contributions: recordedContributionsSchema.optional().describe('what is left of them'),
  }),
])
export type EntryContent = z.infer<typeof entryContentSchema>

/** One file of the ledger. Once written it never changes. */
export const ledgerEntrySchema = z.strictObject({
  format: z.literal(ledgerFormat),
  sequence,
  previous: sha256Schema.describe('of the bytes of the entry before; zeros for the first'),
  at: z.iso.datetime().describe('when the run that wrote it began'),
  content: entryContentSchema,
})
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>

/** How far the ledger reaches: what tells an entry at its end that is gone, or changed. */
export const ledgerHeadSchema = z.strictObject({
  format: z.literal(ledgerFormat),
  sequence: z.int().min(0),
  sha256: sha256Schema.describe('of the last entry; zeros where there is none'),
})
export type LedgerHead = z.infer<typeof ledgerHeadSchema>

/**
 * For each measure, base measures first, its figure in every row of the complete matrix, in the order of
 * `matrixCoordinates`: the published value, or the letter of the status that hides it. Of a stock the day of each row
 * comes last, null where it is hidden.
 */
export const figuresRecordSchema = z.array(
  z.custom<readonly RecordedFigure[]>((column) => Array.isArray(column) && column.every(isRecordedFigure)),
)

type RecordedFigure = number | string | null

/** By hand, for a night reads a hundred thousand of them. */
function isRecordedFigure(one: unknown): one is RecordedFigure {
  if (typeof one === 'string') return ['c', 'z', 'x'].includes(one) || z.regexes.date.test(one)
  return one === null || Number.isSafeInteger(one)
}
