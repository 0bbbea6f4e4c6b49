import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { mapCodes } from '../reports/charts/map-geometry.ts'
import type { RegionMap } from '../reports/charts/release-charts.ts'
import { ConfigurationError } from '../schemas/failure.ts'
import type { AttributeDefinition } from '../schemas/project.ts'
import { topologySchema } from '../schemas/topology.ts'
import { errorCode } from './read-yaml.ts'

/**
 * Reads the maps that attributes name.
 *
 * @returns by attribute
 * @throws {ConfigurationError} if one is missing, is no TopoJSON of polygons, or has no codes
 */
export async function loadMaps(
  folder: string,
  attributes: Readonly<Record<string, AttributeDefinition>>,
): Promise<ReadonlyMap<string, RegionMap>> {
  const maps = new Map<string, RegionMap>()
  for (const [name, { map }] of Object.entries(attributes)) {
    if (map === undefined) continue
    const path = resolve(folder, map.file)
    maps.set(name, checked(name, await readTopology(name, path), map.object, map.code ?? null))
  }
  return maps
}

async function readTopology(name: string, path: string): Promise<RegionMap['topology']> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw new ConfigurationError(
      `the map of ${name} must be a readable file`,
      `${path} (${errorCode(error)})`,
    )
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new ConfigurationError(`the map of ${name} must be JSON`, path)
  }
  const parsed = topologySchema.safeParse(json)
  if (parsed.success) return parsed.data
  const { path: at, message } = parsed.error.issues[0]!
  throw new ConfigurationError(`the map of ${name} must be TopoJSON: ${[...at, message].join(': ')}`, path)
}

function checked(
  name: string,
  topology: RegionMap['topology'],
  object: string,
  code: string | null,
): RegionMap {
  const regions = topology.objects[object]
  if (regions?.type !== 'GeometryCollection')
    throw new ConfigurationError(
      `the map of ${name} must have the object ${object}`,
      Object.keys(topology.objects).join(', '),
    )
  const map = { topology, object, code }
  let codes: ReadonlySet<string>
  try {
    codes = mapCodes(map)
  } catch {
    throw new ConfigurationError(`the map of ${name} must have every arc that its regions name`, object)
  }
  if (codes.size !== regions.geometries.length)
    throw new ConfigurationError(
      `the map of ${name} must have a code of its own for each region`,
      code ?? 'id',
    )
  return map
}
