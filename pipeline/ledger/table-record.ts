import { z } from 'zod'
import { canonicalJson } from '../../reports/canonical-json.ts'
import { matrixCoordinates, type PublishedRow, type PublishedTable, type Status } from '../../schemas/cell.ts'
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
  }
  const measures = [...shape.baseMeasures, ...shape.derivedMeasures]
  const figures = measures.map((_, m) => rows.map(({ figures: row }) => row[m]!.value ?? row[m]!.status))
  return { definition: canonicalJson(definition), figures: canonicalJson(figures) }
}

/** What `tableTexts` wrote. */
export interface ReadTableRecord {
  readonly definition: RecordedDefinition | BareDefinition
  /** In the order of `matrixCoordinates`. */
  readonly rows: readonly PublishedRow[]
}

/** @throws {Error} if the texts are none that `tableTexts` writes */
export function readTableTexts(texts: TableTexts): ReadTableRecord {
  const definition = z
    .union([recordedDefinitionSchema, bareDefinitionSchema])
    .parse(JSON.parse(texts.definition))
  const figures = figuresRecordSchema.parse(JSON.parse(texts.figures))
  const rows = [...matrixCoordinates(definition.dimensions)].map((coordinates, i) => ({
    coordinates,
    figures: figures.map((column) => figureOf(column[i])),
  }))
  return { definition, rows }
}

function figureOf(recorded: number | Status | undefined): PublishedRow['figures'][number] {
  if (recorded === undefined) throw new Error('a recorded table has a figure for each cell')
  return typeof recorded === 'number' ? { value: recorded, status: 'A' } : { value: null, status: recorded }
}
