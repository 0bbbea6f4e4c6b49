import {
  cellText,
  figureText,
  type NamedFigure,
  type NamedRow,
} from '../../../transforms/disclosure/named-figures.ts'
import type { ReleaseExplanation } from '../../explain.ts'
import {
  extentText,
  intervalText,
  loneText,
  lossHead,
  meaning,
  nothingToExplain,
  otherGrounds,
  relationText,
  rowText,
  ruleText,
} from '../../explanation-words.ts'
import type { StockExplanation } from '../../stocks/explain-stock.ts'
import type { Addresses } from './addresses.ts'
import { dataTable, firstOf, link, list, paragraph, section, words } from './markup.ts'
import { operatorPage } from './operator-page.ts'
import { stockSections } from './stock-cell.ts'

/** Entries of a list on a page; `kohort explain --json` has all. */
const listed = 200

/** What `kohort explain` tells of a cell. */
export function cellPage(explained: ReleaseExplanation | StockExplanation, addresses: Addresses): string {
  const { table, cell } = explained
  return operatorPage(addresses, `${cellText(cell)} in ${table}`, [
    `<p>${link(addresses.table(table), `All of ${table}`)}</p>`,
    ...('stock' in explained ? stockSections(explained) : flowSections(explained, addresses)),
  ])
}

function flowSections(explained: ReleaseExplanation, addresses: Addresses): readonly string[] {
  const { status, figures, limits, sharesStatusWith } = explained
  const linked = firstOf(sharesStatusWith, listed, (row) => rowLink(row, addresses))
  return [
    paragraph(`It is ${meaning[status]}.`),
    dataTable(
      'Figures as counted, and what a reader can tell of them',
      ['Figure', 'Value', 'Contributors', 'Interval', 'Discloses on its own'],
      figures.map(({ figure, value, contributors, primary, interval }) =>
        [
          figure,
          value,
          contributors,
          interval === null ? 'published' : intervalText(interval),
          primary ? 'yes' : 'no',
        ].map(words),
      ),
    ),
    ...(status === 'published'
      ? [paragraph(`${nothingToExplain(limits)}.`)]
      : hiddenSections(explained, addresses)),
    ...(linked === '' ? [] : [section('Linked rows, which have one status with it', linked)]),
  ]
}

function hiddenSections(explained: ReleaseExplanation, addresses: Addresses): readonly string[] {
  const { table, status, rules, hidesBehind, ifPublished, extent, limits } = explained
  const { primaries, loneContributors } = ifPublished
  const lost = [
    ...primaries.map((one) => {
      const because = one.because.map((relation) => words(relationText(relation, table)))
      return `${words(lossHead(one, table))}${list(because)}`
    }),
    ...loneContributors.map((lone) => words(loneText(lone, table))),
  ]
  return [
    section(
      'Rules that it breaks',
      rules.length === 0
        ? paragraph('None.')
        : firstOf(rules, listed, (rule) => words(ruleText(rule, explained))),
    ),
    section(
      'Hides behind',
      hidesBehind.length === 0
        ? paragraph('Nothing: no relation joins it to other figures.')
        : firstOf(hidesBehind, listed, ({ words: relation, hidden }) => {
            const others = firstOf(hidden, listed, (figure) => figureLink(figure, table, addresses))
            return `${words(relation)}; ${others === '' ? 'nothing else in it is hidden' : `also hidden: ${others}`}`
          }),
    ),
    section(
      'Published alone, it would reveal',
      lost.length === 0
        ? paragraph(`No other primary: ${otherGrounds(status)}.`)
        : `${paragraph(`Intervals must be ${limits.intervalWidth} wide.`)}${firstOf(lost, listed, (one) => one)}`,
      paragraph(extentText(extent)),
    ),
  ]
}

function figureLink(figure: NamedFigure, preferred: string, addresses: Addresses): string {
  const text = figureText(figure, preferred)
  return figure.cell === null ? words(text) : link(addresses.cell(figure.table, figure.cell), text)
}

function rowLink(row: NamedRow, addresses: Addresses): string {
  return link(addresses.cell(row.table, row.cell), rowText(row))
}
