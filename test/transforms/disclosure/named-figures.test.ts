import { expect, it } from 'vitest'
import { linkTables } from '../../../transforms/disclosure/linked-tables.ts'
import { figureText, nameFigures } from '../../../transforms/disclosure/named-figures.ts'
import { countTable, dimension, flat, limits } from './tables.ts'

const places = countTable([dimension('place', flat('x', 'y'))], { x: 20, y: 30 }, 'publish', 'places')
const ages = countTable([dimension('age', flat('young', 'old'))], { young: 15, old: 35 }, 'publish', 'ages')
const tables = [places, ages]

it('names a figure by the table that a reader has in mind, or else by its own', () => {
  const { names, preferred, quantitiesOf } = nameFigures(tables, linkTables(tables, limits), 1)
  const text = (table: number, row: number) =>
    quantitiesOf(table, row).map((q) => figureText(names[q]!, preferred))
  expect(text(1, 0)).toEqual(['learners at total'])
  expect(text(0, 0)).toEqual(['learners at total'])
  expect(text(1, 1)).toEqual(['learners at age=young'])
  expect(text(0, 2)).toEqual(['places: learners at place=y'])
})

it('names what no row shows by the equation that it follows from', () => {
  const system = linkTables(tables, limits)
  const { quantitiesOf } = nameFigures(tables, system, 0)
  const [total, x] = [quantitiesOf(0, 0)[0]!, quantitiesOf(0, 1)[0]!]
  const remainder = system.quantities.length
  const grown = {
    ...system,
    quantities: [...system.quantities, { ...system.quantities[x]!, key: 'remainder' }],
    equations: [
      ...system.equations,
      { kind: 'complement' as const, quantities: [total, x, remainder], coefficients: [1, -1, -1] },
    ],
  }
  const name = nameFigures(tables, grown, 0).names[remainder]!
  expect(name).toEqual({
    table: 'places',
    figure: 'learners at total less learners at place=x',
    cell: null,
  })
  expect(figureText(name, 'places')).toBe(name.figure)
})
