import { z } from 'zod'

const arcs = z.array(z.int())
const geometry = z.union([
  z.looseObject({ type: z.literal('Polygon'), arcs: z.array(arcs) }),
  z.looseObject({ type: z.literal('MultiPolygon'), arcs: z.array(z.array(arcs)) }),
])
const region = geometry.and(
  z.looseObject({
    id: z.union([z.string(), z.number()]).optional(),
    properties: z.record(z.string(), z.unknown()).optional(),
  }),
)

/**
 * TopoJSON as a map of regions: collections of polygons over shared arcs.
 *
 * @see https://github.com/topojson/topojson-specification
 */
export const topologySchema = z.looseObject({
  type: z.literal('Topology'),
  objects: z.record(
    z.string(),
    z.looseObject({ type: z.literal('GeometryCollection'), geometries: z.array(region).min(1) }),
  ),
  arcs: z.array(z.array(z.array(z.number()).min(2)).min(2)),
  transform: z
    .strictObject({
      scale: z.tuple([z.number(), z.number()]),
      translate: z.tuple([z.number(), z.number()]),
    })
    .optional(),
})
