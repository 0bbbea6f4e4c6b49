import { z } from 'zod'
import type { Dimension, PublishedTable } from '../../schemas/cell.ts'
import type { ReportLanguage } from '../../schemas/report-language.ts'
import { columnsOf } from '../columns.ts'
import { labelIn } from '../messages/label.ts'
import { dayText } from '../messages/period-text.ts'
import type { PageDimension, PageTable } from './browser/page-table.ts'

/** Rows of a table that a page carries; a longer table is whole in its files. */
export const rowsOfPage = 5000

/** A table as a page carries it. */
export function pageTable(
  { shape, rows }: PublishedTable,
  language: ReportLanguage,
  rowsAtMost = rowsOfPage,
): PageTable {
  const carried = rows.slice(0, rowsAtMost)
  const measures = columnsOf(shape).filter(({ kind }) => kind === 'measure')
  const known = carried.flatMap(({ asOf }) => (typeof asOf === 'string' ? [asOf] : []))
  const days = [...new Set(known)].sort()
  return {
    id: shape.id,
    period: shape.period,
    dimensions: shape.dimensions.map((dimension) => pageDimension(dimension, language)),
    measures: measures.map(({ name, decimals }, m) => ({
      ...{ name, decimals },
      values: carried.map(({ figures }) => figures[m]!.value),
      statuses: carried.map(({ figures }) => figures[m]!.status).join(''),
    })),
    days: shape.asOf === undefined ? null : days,
    dayTexts: days.map((day) => dayText(day, language)),
    dayOf:
      shape.asOf === undefined ? [] : carried.map(({ asOf }) => (asOf == null ? -1 : days.indexOf(asOf))),
    total: rows.length,
  }
}

/** Codes whose labels are the same are told apart by the codes themselves. */
function pageDimension({ name, codes }: Dimension, language: ReportLanguage): PageDimension {
  const labels = codes.map((code) => labelIn(code.labels, language))
  const times = new Map<string, number>()
  for (const label of labels) times.set(label, (times.get(label) ?? 0) + 1)
  return {
    name,
    codes: codes.map(({ code }) => code),
    labels: labels.map((label, c) => ((times.get(label) ?? 0) > 1 ? `${label} (${codes[c]!.code})` : label)),
    levels: codes.map(({ level }) => level),
  }
}

/** What a page has to carry of a table; labels and days as people write them are words. */
export const pageTableSchema = z.strictObject({
  id: z.string(),
  period: z.string(),
  dimensions: z.array(
    z.strictObject({
      name: z.string(),
      codes: z.array(z.string()),
      labels: z.array(z.string()),
      levels: z.array(z.int()),
    }),
  ),
  measures: z.array(
    z.strictObject({
      name: z.string(),
      decimals: z.int(),
      values: z.array(z.int().nullable()),
      statuses: z.string(),
    }),
  ),
  days: z.array(z.iso.date()).nullable(),
  dayTexts: z.array(z.string()),
  dayOf: z.array(z.int()),
  total: z.int(),
})
