import { z } from 'zod'

export const definitionFormat = 'kohort-definition/2'

const code = z.strictObject({ code: z.string(), parent: z.string().nullable(), level: z.int().min(0) })
const dimension = z.strictObject({
  name: z.string(),
  kind: z.enum(['attribute', 'outcome', 'event']),
  sensitive: z.boolean(),
  codes: z.array(code).min(1),
})
const baseMeasure = z.strictObject({
  name: z.string(),
  type: z.enum(['learners', 'events', 'sum']),
  counts: z.string(),
  over_events: z.enum(['additive', 'distinct', 'latest']),
  within: z.string().nullable(),
})
const decimals = z.int().min(0).describe('a recorded mean is a whole multiple of 10^-decimals')
const table = z.strictObject({
  fact: z.string(),
  dimensions: z.array(dimension),
  zeros: z.enum(['protect', 'publish']),
  stock: z.literal(true).optional().describe('figures end with the day that each row is of'),
})

/**
 * What a table's figures are about: all that its linear system is built from. Names without titles, so that it stays
 * the same while texts change.
 */
export const recordedDefinitionSchema = table.extend({
  format: z.literal(definitionFormat),
  base_measures: z
    .array(
      baseMeasure.extend({
        at_most: z.array(z.string()),
        where: z.string().nullable(),
        quantity: z.string().nullable(),
        part: z.strictObject({ dimension: z.string(), code: z.string(), rest: z.string() }).nullable(),
      }),
    )
    .min(1),
  derived_measures: z.array(
    z.discriminatedUnion('type', [
      z.strictObject({
        name: z.string(),
        type: z.literal('ratio'),
        numerator: z.string(),
        denominator: z.string(),
      }),
      z.strictObject({ name: z.string(), type: z.literal('mean'), score: z.string(), decimals }),
      z.strictObject({ name: z.string(), type: z.literal('median'), score: z.string() }),
    ]),
  ),
})
export type RecordedDefinition = z.infer<typeof recordedDefinitionSchema>

/** What ledgers kept before: figures can be read and compared, but not which relations hold between them. */
export const bareDefinitionSchema = table.extend({
  base_measures: z.array(baseMeasure),
  derived_measures: z.array(
    z.strictObject({ name: z.string(), type: z.enum(['ratio', 'mean', 'median']), decimals }),
  ),
})
export type BareDefinition = z.infer<typeof bareDefinitionSchema>
