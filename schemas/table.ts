import { z } from 'zod'
import { chartSchema } from './chart.ts'
import { factNames } from './fact.ts'
import { labelsSchema } from './labels.ts'
import { periodGrainSchema } from './period.ts'

const name = z.string().regex(/^[a-z][a-z0-9_]{0,49}$/, 'must be snake_case, at most 50 characters')

/** `count: learners` counts distinct learners, `count: events` events; `where` names an indicator of the fact. */
const countMeasureSchema = z.strictObject({
  count: z.enum(['learners', 'events']),
  where: name.optional(),
  title: labelsSchema.optional(),
})
const sumMeasureSchema = z.strictObject({ sum: name, title: labelsSchema.optional() })
/** A whole percentage of two measures that count learners, numerator first. */
const ratioMeasureSchema = z.strictObject({ ratio: z.tuple([name, name]), title: labelsSchema.optional() })
const meanMeasureSchema = z.strictObject({
  mean: name,
  decimals: z.int().min(0).max(2).default(1),
  title: labelsSchema.optional(),
})
/** The lower bound of the ten-point band that holds the median. */
const medianMeasureSchema = z.strictObject({ median: name, title: labelsSchema.optional() })

export const measureSchema = z.union([
  countMeasureSchema,
  sumMeasureSchema,
  ratioMeasureSchema,
  meanMeasureSchema,
  medianMeasureSchema,
])
export type MeasureDefinition = z.infer<typeof measureSchema>

/** Rows by code for each dimension: `*` is any code, and a dimension that is not named is at its total. */
const rowPatternSchema = z.record(name, z.string())
export type RowPattern = z.infer<typeof rowPatternSchema>

/** One table of a release: one YAML file. */
export const tableSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,49}$/, 'must be kebab-case, at most 50 characters'),
  title: labelsSchema,
  from: z.enum(factNames).describe('the fact whose events or learners are counted'),
  period: z
    .strictObject({
      type: z
        .enum(['flow', 'stock'])
        .optional()
        .describe(
          'flow: what happened in the period; stock: how it stood at its end. Must be said of facts that can be either; a flow where absent',
        ),
      grain: periodGrainSchema
        .optional()
        .describe(
          "the project's grain where absent; a longer one where the table is published for such periods only, as sums of what was counted for released ones",
        ),
      rollUp: z
        .array(periodGrainSchema)
        .min(1)
        .optional()
        .describe('longer periods that the table is published for as well, as sums of released ones'),
      retired: z
        .boolean()
        .optional()
        .describe('a stock of which no row is updated any more: its last figures stand, and stay protected'),
    })
    .refine(({ type, retired }) => retired !== true || type === 'stock', {
      message: 'only a stock can be retired: leave another table out',
      path: ['retired'],
    })
    .default({}),
  dimensions: z
    .record(
      name,
      z.strictObject({
        level: name.optional().describe("the finest level shown; an attribute's pinned level where absent"),
        title: labelsSchema.optional(),
      }),
    )
    .describe('attributes of the learner, event dimensions and outcomes, in the order of the columns'),
  measures: z
    .record(name, measureSchema)
    .refine((measures) => Object.keys(measures).length > 0, 'a table needs a measure'),
  zeros: z
    .strictObject({ publish: z.literal(true), reason: z.string().min(10) })
    .optional()
    .describe('publish empty cells; never along a sensitive outcome'),
  publish: z
    .strictObject({
      always: z
        .array(rowPatternSchema)
        .default([])
        .describe('rows that are never hidden; where one must be, the release is withheld'),
      prefer: z
        .array(rowPatternSchema)
        .default([{}])
        .describe('rows to hide last; the grand total where absent'),
    })
    .prefault({})
    .describe('key rows, such as `{}` for the grand total'),
  chart: chartSchema.optional(),
  cellBudget: z.int().min(1).max(10_000_000).default(100_000),
})
export type TableDefinition = z.infer<typeof tableSchema>
