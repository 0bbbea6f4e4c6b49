import { readCsv } from './csv.ts'
import type { DerivedFigure, Figures } from './figures.ts'
import { codesOf, gridOf } from './grid.ts'
import type { Manifest, TableDescription } from './release.ts'

/**
 * Reads a table from its CSV file, and holds it to what the manifest declares: columns, complete matrix in order, statuses.
 *
 * @returns the figures, or the clause that the file breaks
 */
export function readFigures(
  bytes: Buffer,
  table: TableDescription,
  { period }: Manifest,
): Figures | { readonly clause: string } {
  const csv = readCsv(bytes)
  if ('clause' in csv) return csv
  const [header = [], ...rows] = csv.rows
  const { dimensions, baseMeasures, derivedMeasures, asOf } = table
  const measures = [...baseMeasures, ...derivedMeasures].flatMap(({ name }) => [name, `${name}_status`])
  const times = asOf === null ? ['time_period'] : ['time_period', 'as_of']
  const columns = [...dimensions.map(({ name }) => name), ...times, ...measures]
  if (header.length !== columns.length || columns.some((name, i) => name !== header[i]))
    return { clause: 'a table has exactly the declared columns, in order' }
  const grid = gridOf(dimensions)
  if (rows.length !== grid.size)
    return { clause: 'a table has one row for every combination of its codes, and no other' }

  const width = dimensions.length
  const shown: boolean[] = []
  const days: (string | null)[] = []
  const base = baseMeasures.map(() => new Float64Array(grid.size))
  const derived: DerivedFigure[][] = derivedMeasures.map(() => [])
  for (const [r, row] of rows.entries()) {
    const at = codesOf(grid, r)
    const clause = (text: string) => ({ clause: `${text} (${at.join(', ')})` })
    if (at.some((code, d) => row[d] !== code)) return clause('rows are complete and sorted by their codes')
    if (row[width] !== period) return clause("time_period is the release's period")
    const figures = row.slice(width + times.length)
    const isShown = figures[1] === 'A'
    const day = asOf === null ? '' : (row[width + 1] ?? '')
    if (asOf !== null && (isShown ? !/^\d{4}-\d{2}-\d{2}$/.test(day) || day > asOf : day !== ''))
      return clause('a row has a day, not after that of the table, exactly where it is shown')
    shown.push(isShown)
    days.push(day === '' ? null : day)
    for (const [m, column] of base.entries()) {
      const value = wholeNumber(figures[2 * m] ?? '', 0)
      if (figures[2 * m + 1] !== (isShown ? 'A' : 'c'))
        return clause('base measures of a row are all published (A) or all confidential (c)')
      if (isShown ? value === null : figures[2 * m] !== '')
        return clause('a value is a whole number, there exactly where its status is A')
      column[r] = isShown && value !== null ? value : Number.NaN
    }
    for (const [i, measure] of derivedMeasures.entries()) {
      const c = 2 * (base.length + i)
      const [text = '', status = ''] = [figures[c], figures[c + 1]]
      const value = wholeNumber(text, measure.type === 'mean' ? measure.decimals : 0)
      if (!(isShown ? ['A', 'c', 'z', 'x'] : ['c']).includes(status))
        return clause('a derived measure has a status, and is confidential where its row is')
      if (status === 'A' ? value === null : text !== '')
        return clause('a value is a number of its decimals, there exactly where its status is A')
      derived[i]?.push({ value: status === 'A' ? value : null, status })
    }
  }
  return { table, grid, shown, days, base, derived }
}

/** A number in its one spelling, as a whole multiple of 10^-decimals; null for any other text. */
function wholeNumber(text: string, decimals: number): number | null {
  const pattern = decimals === 0 ? /^(0|[1-9]\d*)$/ : new RegExp(`^(0|[1-9]\\d*)\\.\\d{${decimals}}$`)
  const value = Number(text.replace('.', ''))
  return pattern.test(text) && Number.isSafeInteger(value) ? value : null
}
