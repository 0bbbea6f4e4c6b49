import { geoArea, geoBounds, geoConicEqualArea } from 'd3-geo'
import type { MultiPolygon, Position } from 'geojson'
import polylabel from 'polylabel'
import { feature } from 'topojson-client'
import { chartWidth } from './drawing.ts'
import type { RegionMap } from './release-charts.ts'
import { rounded } from './svg.ts'

type Point = [number, number]

/** One region on paper. */
export interface MapRegion {
  readonly code: string
  /** Its outline, as the `d` of a path. */
  readonly path: string
  /** The point of it that is farthest from its borders, and how far that is. */
  readonly middle: readonly [number, number]
  readonly room: number
}

export interface MapGeometry {
  readonly regions: readonly MapRegion[]
  readonly height: number
}

interface Outline {
  readonly code: string
  readonly shape: MultiPolygon
}

const mostHeight = 330
/** Borders lie on a grid of half units: finer ones would not show and make pages long. */
const grid = 2

const outlines = new WeakMap<RegionMap, readonly Outline[]>()
const geometries = new WeakMap<RegionMap, MapGeometry>()

/** Codes of all regions of a map. */
export function mapCodes(map: RegionMap): ReadonlySet<string> {
  return new Set(outlinesOf(map).map(({ code }) => code))
}

/**
 * A map's regions, in the file's order, in an equal-area projection: shades of areas then weigh as the areas do.
 * Charts in several languages share it.
 */
export function mapGeometry(map: RegionMap): MapGeometry {
  const known = geometries.get(map)
  if (known !== undefined) return known
  const found = outlinesOf(map)
  const all = { type: 'GeometryCollection' as const, geometries: found.map(({ shape }) => shape) }
  const [[west, south], [east, north]] = geoBounds(all)
  const middle = west <= east ? (west + east) / 2 : (west + east) / 2 + 180
  const projection = geoConicEqualArea()
    .parallels([south + (north - south) / 6, north - (north - south) / 6])
    .rotate([-middle, 0])
    .fitExtent(
      [
        [1, 1],
        [chartWidth - 1, mostHeight - 1],
      ],
      all,
    )
  const project = (position: Position): Point => {
    const [x, y] = projection([position[0]!, position[1]!]) ?? [0, 0]
    return [Math.round(x * grid) / grid, Math.round(y * grid) / grid]
  }
  const drawn = found.map(({ code, shape }) => ({
    code,
    polygons: shape.coordinates.map((rings) => rings.map((ring) => thinned(ring.map(project)))),
  }))
  const ys = drawn.flatMap(({ polygons }) => polygons.flat(2).map(([, y]) => y))
  const top = Math.min(...ys) - 1
  const regions = drawn.map(({ code, polygons }) => regionOf(code, polygons, top))
  const geometry = { regions, height: Math.max(...ys) - top + 1 }
  geometries.set(map, geometry)
  return geometry
}

/** @throws {Error} if the map has no such object, or an arc that is not there */
function outlinesOf(map: RegionMap): readonly Outline[] {
  const known = outlines.get(map)
  if (known !== undefined) return known
  const object = map.topology.objects[map.object]
  if (object?.type !== 'GeometryCollection') throw new Error(`a map has the object ${map.object}`)
  const found = feature(map.topology, object).features.flatMap(({ id, properties, geometry }) => {
    const code = map.code === null ? id : properties?.[map.code]
    if (code === undefined || code === null) return []
    if (geometry.type === 'Polygon') return [{ code: String(code), shape: wound([geometry.coordinates]) }]
    return geometry.type === 'MultiPolygon'
      ? [{ code: String(code), shape: wound(geometry.coordinates) }]
      : []
  })
  outlines.set(map, found)
  return found
}

/** On a sphere the inside of a ring depends on its direction (RFC 7946 has the opposite one); no region is half the earth. */
function wound(polygons: readonly Position[][][]): MultiPolygon {
  const coordinates = polygons.map((rings) =>
    geoArea({ type: 'Polygon', coordinates: rings }) > 2 * Math.PI
      ? rings.map((ring) => ring.toReversed())
      : rings,
  )
  return { type: 'MultiPolygon', coordinates }
}

/** The ring without points that fall together. */
function thinned(ring: readonly Point[]): Point[] {
  return ring.filter(([x, y], i) => i === 0 || x !== ring[i - 1]![0] || y !== ring[i - 1]![1])
}

function regionOf(code: string, polygons: readonly (readonly Point[][])[], top: number): MapRegion {
  const moved = polygons.map((rings) => rings.map((ring) => ring.map(([x, y]): Point => [x, y - top])))
  const poles = moved.map((rings) => polylabel(rings, 0.5))
  const widest = poles.toSorted((a, b) => b.distance - a.distance)[0]!
  const path = moved
    .flat()
    .filter((ring) => ring.length > 2)
    .map(ringPath)
    .join('')
  return { code, path, middle: [widest[0], widest[1]], room: widest.distance }
}

/** A closed outline in steps from point to point, which are short to write. */
function ringPath(ring: readonly Point[]): string {
  const [[x, y], ...rest] = [ring[0]!, ...ring.slice(1, -1)]
  const steps = rest.map(([toX, toY], i) => [toX - ring[i]![0], toY - ring[i]![1]] as const)
  return `M${rounded(x)},${rounded(y)}l${steps.map((step) => step.map(rounded).join(',')).join(' ')}z`
}
