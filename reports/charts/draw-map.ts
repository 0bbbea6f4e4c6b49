import type { ChartCell, ChartCells } from './chart-cells.ts'
import { drawLegend } from './draw-legend.ts'
import { drawMapKey } from './draw-map-key.ts'
import { chartWidth, type Drawing, smallSize } from './drawing.ts'
import { lookOf } from './look.ts'
import { type MapRegion, mapGeometry } from './map-geometry.ts'
import type { RegionMap } from './release-charts.ts'
import { shortCodes } from './short-codes.ts'
import { element, mark, textAt } from './svg.ts'
import { type ValueClasses, valueClasses } from './value-classes.ts'

/** A drawn map, and what on either side has no counterpart. */
export interface MapDrawing extends Drawing {
  readonly notOnMap: readonly ChartCell[]
  /** Codes of regions without a row. */
  readonly withoutFigure: readonly string[]
}

/** Radius of the marker that stands for a region too small for its short code. */
const markerRadius = 10
const least = 8
const strip = 26

/** Regions in shades, each with a short code; the key below has name and figure of all, in the order of the code list. */
export function drawMap(
  chart: ChartCells,
  map: RegionMap,
  withheld: string | null,
  table: string,
): MapDrawing {
  const { regions, height } = mapGeometry(map)
  const classes = valueClasses(chart)
  const byCode = new Map(chart.cells.map((cell) => [cell.codes[0]!.code, cell]))
  const known = new Set(regions.map(({ code }) => code))
  const onMap = chart.cells.filter(({ codes }) => known.has(codes[0]!.code))
  const short = shortCodes(onMap.map(({ codes }) => codes[0]!.code))
  const small = regions.filter(({ code, room }) => room < least && byCode.has(code))
  const top = small.length === 0 ? 0 : strip
  const areas = regions.map(({ code, path }) => {
    const cell = byCode.get(code)
    const look = lookOf(cell, classes, table)
    const area = element('path', {
      ...look,
      class: `${look.class} kc-region`,
      d: path,
      'fill-rule': 'evenodd',
    })
    return cell === undefined ? area : mark('kc-mark', cell.told, area)
  })
  const names = regions.flatMap(({ code, room, middle: [x, y] }) => {
    const cell = byCode.get(code)
    return cell === undefined || room < least ? [] : [codeAt(x, y, short.get(code) ?? code, cell, classes)]
  })
  const markers = callOuts(small, top).map(({ region: { code, middle }, x, y }) => {
    const cell = byCode.get(code)!
    const look = lookOf(cell, classes, table)
    return mark(
      'kc-mark',
      cell.told,
      element('path', { class: 'kc-leader', d: `M${x},${y}L${middle.map((at) => at.toFixed(1)).join(',')}` }),
      element('circle', { class: 'kc-dot', cx: middle[0], cy: middle[1], r: 1.8 }),
      element('circle', { ...look, class: `${look.class} kc-region`, cx: x, cy: y, r: markerRadius }),
      codeAt(x, y, short.get(code) ?? code, cell, classes),
    )
  })
  const body = element('g', { transform: `translate(0,${top})` }, ...areas, ...names, ...markers)
  const key = drawMapKey(onMap, short, classes, table, top + height + 8)
  const legend = drawLegend(classes, withheld, table, top + height + 8 + key.height + 4)
  return {
    height: top + height + 12 + key.height + legend.height,
    body: [body, key.body, legend.body].join(''),
    notOnMap: chart.cells.filter(({ codes }) => !known.has(codes[0]!.code)),
    withoutFigure: regions.flatMap(({ code }) => (byCode.has(code) ? [] : [code])),
  }
}

function codeAt(
  x: number,
  y: number,
  code: string,
  { figure }: ChartCell,
  { shadeOf }: ValueClasses,
): string {
  const ground = figure.value === null ? 'kc-halo' : `kc-on-${shadeOf(figure.value)}`
  return textAt(x, y + 3.5, code, {
    class: `kc-code ${ground}`,
    'text-anchor': 'middle',
    'font-size': smallSize,
  })
}

/** Places for markers above the map: as near to their regions as they can without touching each other. */
function callOuts(
  small: readonly MapRegion[],
  top: number,
): readonly { readonly region: MapRegion; readonly x: number; readonly y: number }[] {
  const space = 2 * markerRadius + 3
  const sorted = small.toSorted((a, b) => a.middle[0] - b.middle[0])
  const places: number[] = []
  for (const { middle } of sorted)
    places.push(Math.max(middle[0], (places.at(-1) ?? -space) + space, markerRadius + 1))
  let limit = chartWidth - markerRadius - 1
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i]!, limit)
    limit = places[i]! - space
  }
  return sorted.map((region, i) => ({
    region,
    x: Math.round(places[i]! * 10) / 10,
    y: markerRadius + 2 - top,
  }))
}
