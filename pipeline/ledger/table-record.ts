import { canonicalJson } from '../../reports/canonical-json.ts'
import { matrixCoordinates, type PublishedRow, type PublishedTable, type Status } from '../../schemas/cell.ts'
import {
  figuresRecordSchema,
  type TableDefinitionRecord,
  tableDefinitionRecordSchema,
} from '../../schemas/ledger.ts'

/** A published table as text: what it is about, and its figures. Equal tables give equal texts. */
export interface TableTexts {
  readonly definition: string
  readonly figures: string
}

export function tableTexts({ shape, rows }: PublishedTable): TableTexts {
  const definition: TableDefinitionRecord = {
    fact: shape.fact,
    dimensions: shape.dimensions.map(({ name, kind, sensitive, codes }) => ({
      name,
      kind,
      sensitive,
      codes: codes.map(({ code, parent, level }) => ({ code, parent, level })),
    })),
    base_measures: shape.baseMeasures.map(({ name, type, counts, overEvents, within }) => ({
      name,
      type,
      counts,
      over_events: overEvents,
      within,
    })),
    derived_measures: shape.derivedMeasures.map((measure) => ({
      name: measure.name,
      type: measure.type,
      decimals: measure.type === 'mean' ? measure.decimals : 0,
    })),
    zeros: shape.zeros,
  }
  const measures = [...shape.baseMeasures, ...shape.derivedMeasures]
  const figures = measures.map((_, m) => rows.map(({ figures: row }) => row[m]!.value ?? row[m]!.status))
  return { definition: canonicalJson(definition), figures: canonicalJson(figures) }
}

/** What `tableTexts` wrote. */
export interface ReadTableRecord {
  readonly definition: TableDefinitionRecord
  /** In the order of `matrixCoordinates`. */
  readonly rows: readonly PublishedRow[]
}

/** @throws {Error} if the texts are none that `tableTexts` writes */
export function readTableTexts(texts: TableTexts): ReadTableRecord {
  const definition = tableDefinitionRecordSchema.parse(JSON.parse(texts.definition))
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
