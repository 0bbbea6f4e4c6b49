import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { loadProject } from '../../pipeline/load-project.ts'
import { mapCodes } from '../../reports/charts/map-geometry.ts'
import { countTable, dimension, drawn, shown } from '../reports/charts/example-charts.ts'
import { readMarks, rootOf } from '../reports/charts/read-marks.ts'

const { charts } = await loadProject('sample-data/uzbekistan/kohort.yaml')
const map = charts.maps.get('region')!
const regions = readFileSync('sample-data/codes/regions.csv', 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',')[0]!)

it('has the 14 regions of ISO 3166-2:UZ', () => {
  expect([...mapCodes(map)].toSorted()).toEqual(regions.toSorted())
})

it('shows each of them by its letters, the small ones beside their place', () => {
  const table = countTable([dimension('region', regions)], (_, i) => shown(100 + i))
  const { svg, kind, notes } = drawn(table, charts)
  expect([kind, notes]).toEqual(['map', []])
  expect([...readMarks(svg).keys()].toSorted()).toEqual(regions.toSorted())
  const letters = [...rootOf(svg).querySelectorAll('.kc-code')]
  expect(letters.map(({ textContent }) => `UZ-${textContent}`).toSorted()).toEqual(regions.toSorted())
  const markers = [...rootOf(svg).querySelectorAll('.kc-leader')]
  const besides = markers.map(({ parentElement }) => parentElement?.querySelector('.kc-code')?.textContent)
  expect(besides).toContain('TK')
  const at = letters.map(
    (letter) => [Number(letter.getAttribute('x')), Number(letter.getAttribute('y'))] as const,
  )
  const gaps = at.flatMap(([x, y], i) => at.slice(i + 1).map(([toX, toY]) => Math.hypot(toX - x, toY - y)))
  expect(Math.min(...gaps)).toBeGreaterThan(15)
})

it('comes with its licence', () => {
  expect(readFileSync('sample-data/uzbekistan/maps/LICENSE', 'utf8')).toContain(
    'Copyright (c) 2012 Mark DiMarco',
  )
})
