import type { FigureDifference, TableDifference } from '../transforms/difference/table-difference.ts'
import type { ReleaseDifference } from './diff.ts'

/** Figures listed for each table unless all are wanted. */
export const listedFigures = 10

/** What became of a figure, in words. */
export const kinds = {
  changed: 'changed',
  'newly-published': 'newly published',
  'newly-hidden': 'newly hidden',
  status: 'hidden otherwise',
} as const

/** @param all lists every figure; else the first few of each table, those about few learners first */
export function diffText(result: ReleaseDifference, all: boolean): string {
  const { before, after, tables, tablesAdded, tablesRemoved, samePeriod, few } = result
  const same = tables.filter((table) => isSame(table)).map(({ table }) => table)
  return [
    `${before} → ${after}`,
    ...listed('tables added', tablesAdded),
    ...listed('tables removed', tablesRemoved),
    ...listed('the same', same),
    ...tables.filter((table) => !isSame(table)).map((table) => tableText(table, all)),
    verdict(samePeriod, few),
  ].join('\n')
}

/** What a difference says about few learners. */
export function verdict(samePeriod: boolean, few: number): string {
  if (!samePeriod) return 'other learners or days: no difference of two numbers is a group by itself'
  return few === 0
    ? 'no number differs by fewer learners than the threshold; sums of several are the audit’s to judge'
    : `WITHHOLD: ${few} numbers differ by fewer than the threshold`
}

/** Whether two tables are alike in all that is compared. */
export function isSame({
  figures,
  codesAdded,
  codesRemoved,
  measuresAdded,
  measuresRemoved,
  otherDimensions,
}: TableDifference) {
  const lists = [figures, codesAdded, codesRemoved, measuresAdded, measuresRemoved]
  return !otherDimensions && lists.every((list) => list.length === 0)
}

function tableText(difference: TableDifference, all: boolean): string {
  const { table, compared, unchanged, figures } = difference
  const counts = Object.entries(kinds).flatMap(([kind, words]) => {
    const count = figures.filter((figure) => figure.kind === kind).length
    return count === 0 ? [] : [`${count} ${words}`]
  })
  const ordered = fewFirst(figures)
  const shown = all ? ordered : ordered.slice(0, listedFigures)
  return [
    `${table}: ${compared} figures in both, ${[`${unchanged} unchanged`, ...counts].join(', ')}`,
    ...(difference.otherDimensions ? ['  other dimensions: no figure can be compared'] : []),
    ...listed('  codes added', difference.codesAdded, all),
    ...listed('  codes removed', difference.codesRemoved, all),
    ...listed('  measures added', difference.measuresAdded, all),
    ...listed('  measures removed', difference.measuresRemoved, all),
    ...shown.map(figureText),
    ...(shown.length < ordered.length ? [`  and ${ordered.length - shown.length} more (--all)`] : []),
  ].join('\n')
}

/** Those about few learners first, else in the order of the table. */
export function fewFirst(figures: readonly FigureDifference[]): readonly FigureDifference[] {
  return [...figures.filter(({ few }) => few), ...figures.filter(({ few }) => !few)]
}

function figureText({
  coordinates,
  measure,
  before,
  after,
  statusBefore,
  statusAfter,
  few,
}: FigureDifference): string {
  const mark = few ? ', fewer than the threshold' : ''
  return `  ${coordinates.join(' ')} ${measure}: ${before ?? statusBefore} → ${after ?? statusAfter}${mark}`
}

function listed(what: string, names: readonly string[], all = true): readonly string[] {
  if (names.length === 0) return []
  const shown = all ? names : names.slice(0, listedFigures)
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : ''
  return [`${what}: ${shown.join(', ')}${more}`]
}
