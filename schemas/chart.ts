import { z } from 'zod'

const name = z.string().regex(/^[a-z][a-z0-9_]{0,49}$/, 'must be snake_case, at most 50 characters')

export const chartKinds = ['line', 'bars', 'pyramid', 'heat', 'map'] as const
export type ChartKind = (typeof chartKinds)[number]

/** How many dimensions each kind shows; with a second one a line or bars are drawn once for each of its codes. */
export const chartArities: Readonly<Record<ChartKind, readonly number[]>> = {
  line: [1, 2],
  bars: [1, 2],
  pyramid: [2],
  heat: [2],
  map: [1],
}

export const chartSchema = z
  .strictObject({
    kind: z
      .enum([...chartKinds, 'none'])
      .optional()
      .describe('none: the table has no chart'),
    by: z
      .array(name)
      .min(1)
      .max(2)
      .optional()
      .describe(
        'dimensions shown; all others are taken together. A second one of bars or of a line makes small multiples, one for each of its codes, or where it has few, as many lines',
      ),
    measure: name.optional().describe('the first measure that is counted or summed where absent'),
  })
  .refine(({ kind, by }) => by === undefined || kind !== undefined, {
    message: 'by needs a kind',
    path: ['by'],
  })
  .refine(
    ({ kind, by }) =>
      by === undefined || kind === undefined || (kind !== 'none' && chartArities[kind].includes(by.length)),
    {
      message: 'a map shows one dimension, line and bars one or two, pyramid and heat two, none shows none',
      path: ['by'],
    },
  )
  .refine(({ by = [] }) => new Set(by).size === by.length, {
    message: 'dimensions must be different',
    path: ['by'],
  })
  .describe('how the table is drawn; what is absent follows from its shape. Changes no figure')
export type ChartChoice = z.infer<typeof chartSchema>

/** A map of the regions of an attribute. */
export const mapSchema = z
  .strictObject({
    file: z.string().min(1).describe('TopoJSON with longitudes and latitudes, relative to this file'),
    object: name.describe("object of the topology whose geometries are the attribute's regions"),
    code: name
      .optional()
      .describe("property of a geometry that holds the region's code; its id where absent"),
  })
  .describe('borders of its regions')
