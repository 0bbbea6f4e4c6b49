import { z } from 'zod'
import { canonicalJson } from '../../reports/canonical-json.ts'
import { matrixCoordinates, type PublishedRow, type PublishedTable } from '../../schemas/cell.ts'
import { figuresRecordSchema } from '../../schemas/ledger.ts'
import {
  type BareDefinition,
  bareDefinitionSchema,
  definitionFormat,
  type RecordedDefinition,
  recordedDefinitionSchema,
} from '../../schemas/recorded-definition.ts'

/** A published table as text: what it is about, and its figures. Equal tables give equal texts. */
export interface TableTexts {
  readonly definition: string
  readonly figures: string
}

export function tableTexts({ shape, rows }: PublishedTable): TableTexts {
  const definition: RecordedDefinition = {
    format: definitionFormat,
    fact: shape.fact,
    dimensions: shape.dimensions.map(({ name, kind, sensitive, codes }) => ({
      name,
      kind,
      sensitive,
      codes: codes.map(({ code, parent, level }) => ({ code, parent, level })),
    })),
    base_measures: shape.baseMeasures.map(({ overEvents, atMost, title: _title, ...measure }) => ({
      ...measure,
      over_events: overEvents,
      at_most: [...atMost],
    })),
    derived_measures: shape.derivedMeasures.map(({ title: _title, ...measure }) => measure),
    zeros: shape.zeros,
    ...(shape.asOf === undefined ? {} : { stock: true as const }),
  }
  const measures = [...shape.baseMeasures, ...shape.derivedMeasures]
  const figures = [
    ...measures.map((_, m) => rows.map(({ figures: row }) => row[m]!.value ?? row[m]!.status)),
    ...(shape.asOf === undefined ? [] : [rows.map(({ asOf }) => asOf ?? null)]),
  ]
  return { definition: canonicalJson(definition), figures: canonicalJson(figures) }
}

/** What `tableTexts` wrote. */
export interface ReadTableRecord {
  readonly definition: RecordedDefinition | BareDefinition
  /** In the order of `matrixCoordinates`. */
  readonly rows: readonly PublishedRow[]
}

/** @throws {Error} if the text is no definition that `tableTexts` writes, or earlier versions did */
export function readDefinitionText(text: string): RecordedDefinition | BareDefinition {
  return z.union([recordedDefinitionSchema, bareDefinitionSchema]).parse(JSON.parse(text))
}

/** What a recorded table is about, and the codes of its rows. */
export interface RecordedMatrix {
  readonly definition: RecordedDefinition | BareDefinition
  readonly coordinates: readonly (readonly string[])[]
}

/** @throws {Error} as `readDefinitionText` */
export function readMatrix(text: string): RecordedMatrix {
  const definition = readDefinitionText(text)
  return { definition, coordinates: [...matrixCoordinates(definition.dimensions)] }
}

/** @throws {Error} if the text is none that `tableTexts` writes for the table */
export function readFiguresText(
  { definition, coordinates: all }: RecordedMatrix,
  text: string,
): ReadTableRecord {
  const figures = figuresRecordSchema.parse(JSON.parse(text))
  const days = definition.stock === true ? figures.at(-1) : undefined
  const measures = days === undefined ? figures : figures.slice(0, -1)
  const rows = all.map((coordinates, i) => ({
    coordinates,
    ...(days === undefined ? {} : { asOf: dayOf(days[i]) }),
    figures: measures.map((column) => figureOf(column[i])),
  }))
  return { definition, rows }
}

type Recorded = z.infer<typeof figuresRecordSchema>[number][number] | undefined

function figureOf(recorded: Recorded): PublishedRow['figures'][number] {
  if (typeof recorded === 'number') return { value: recorded, status: 'A' }
  if (recorded !== 'c' && recorded !== 'z' && recorded !== 'x')
    throw new Error('a recorded table has a figure for each cell')
  return { value: null, status: recorded }
}

function dayOf(recorded: Recorded): string | null {
  if (recorded === null || (typeof recorded === 'string' && recorded.length > 1)) return recorded
  throw new Error('a recorded row of a stock has its day')
}
