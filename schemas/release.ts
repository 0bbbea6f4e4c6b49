import { z } from 'zod'
import { dominanceParametersSchema } from './dominance.ts'
import { labelsSchema } from './labels.ts'
import { releaseFormatSchema } from './release-format.ts'
import { reportLanguageSchema } from './report-language.ts'
import { appliedRoundingSchema } from './rounding.ts'

const code = z.strictObject({
  code: z.string(),
  parent: z.string().nullable(),
  level: z.int().min(0),
  labels: labelsSchema,
})
const dimension = z.strictObject({
  name: z.string(),
  title: labelsSchema,
  kind: z.enum(['attribute', 'outcome', 'event']),
  sensitive: z.boolean(),
  codes: z.array(code).min(1),
})
const baseMeasure = z.strictObject({
  name: z.string(),
  title: labelsSchema,
  type: z.enum(['learners', 'events', 'sum']),
  counts: z.string(),
  overEvents: z.enum(['additive', 'distinct', 'latest']),
  atMost: z.array(z.string()),
  within: z.string().nullable(),
  where: z.string().nullable(),
  quantity: z.string().nullable(),
  part: z.strictObject({ dimension: z.string(), code: z.string(), rest: z.string() }).nullable(),
})
const derivedMeasure = z.discriminatedUnion('type', [
  z.strictObject({
    name: z.string(),
    title: labelsSchema,
    type: z.literal('ratio'),
    numerator: z.string(),
    denominator: z.string(),
  }),
  z.strictObject({
    name: z.string(),
    title: labelsSchema,
    type: z.literal('mean'),
    score: z.string(),
    decimals: z.int().min(0).max(2),
  }),
  z.strictObject({ name: z.string(), title: labelsSchema, type: z.literal('median'), score: z.string() }),
])
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/)
const sha256 = sha256Schema

/** A period as a manifest and the ledger name it. */
export const releasePeriodSchema = z.strictObject({
  id: z.string(),
  grain: z.enum(['day', 'week', 'month', 'quarter', 'year']),
  start: z.iso.date(),
  end: z.iso.date().describe('first day after the period'),
})

/** Limits that the audit held the release to; a reader needs them to judge it. */
export const auditParametersSchema = z.strictObject({
  minimumContributors: z.int(),
  intervalWidth: z.int(),
  percentageBase: z.int(),
  outcomeDiversity: z.int(),
  relativeWidth: z.int(),
  dominance: dominanceParametersSchema,
  rounding: appliedRoundingSchema.optional().describe('absent where figures are as counted'),
})
export type AuditParameters = z.infer<typeof auditParametersSchema>

const formatSchema = z.literal('kohort-release/1')

/** Of what project a release is. */
export const identitySchema = z.object({ format: formatSchema, project: z.object({ id: z.string() }) })

/**
 * What `manifest.json` may say: an allow-list. No figure derived from learners that is not also in a table.
 */
export const manifestSchema = z.strictObject({
  format: formatSchema,
  id: z.string().describe('project/period/version'),
  project: z.strictObject({ id: z.string(), title: labelsSchema, timeZone: z.string() }),
  period: releasePeriodSchema,
  version: z.int().min(1),
  as_of: z.iso.date(),
  privacy_policy: z.strictObject({ title: z.string(), version: z.string() }),
  policy: z.strictObject({ parameters: z.record(z.string(), z.unknown()), sha256 }),
  code_version: z.string(),
  tables: z.array(
    z.strictObject({
      id: z.string(),
      file: z.string(),
      title: labelsSchema,
      fact: z.string(),
      dimensions: z.array(dimension),
      base_measures: z.array(baseMeasure).min(1),
      derived_measures: z.array(derivedMeasure),
      zeros: z.enum(['protect', 'publish']),
      cell_budget: z.int(),
      as_of: z.iso
        .date()
        .optional()
        .describe('of a stock: the newest day that its figures may be of; absent where the table is a flow'),
    }),
  ),
  audit: z.strictObject({ result: z.literal('passed'), parameters: auditParametersSchema }),
  formats: z
    .array(releaseFormatSchema)
    .optional()
    .describe('what there is besides Parquet, CSV and DuckDB; nothing where absent'),
  languages: z.array(reportLanguageSchema).optional().describe('of the files that people read'),
  text_version: z
    .int()
    .min(1)
    .optional()
    .describe(
      'of the texts of column descriptions, data package, DCAT and SDMX; absent where there is none of them',
    ),
  files: z.array(z.strictObject({ path: z.string(), sha256, bytes: z.int().min(0) })),
  previous_manifest_sha256: sha256.nullable(),
  compared_with: z
    .strictObject({ period: z.string(), version: z.int().min(1), manifest_sha256: sha256 })
    .optional()
    .describe('release of the last period that changes of key figures are against'),
})
export type Manifest = z.infer<typeof manifestSchema>
