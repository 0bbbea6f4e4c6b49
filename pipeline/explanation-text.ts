import type { ExplainedFigure, LostProtection } from '../transforms/disclosure/cell-explanation.ts'
import { cellText } from '../transforms/disclosure/named-figures.ts'
import type { ReleaseExplanation } from './explain.ts'
import {
  extentText,
  intervalText,
  listedEntries,
  loneText,
  lossHead,
  meaning,
  nothingToExplain,
  otherGrounds,
  relationText,
  rowText,
  ruleText,
  stockState,
} from './explanation-words.ts'
import type { StockExplanation } from './stocks/explain-stock.ts'

/** An explanation for people; its first line says that it is restricted. */
export function explanationText(explained: ReleaseExplanation | StockExplanation): string {
  if ('stock' in explained) return stockText(explained)
  const { release, table, cell, status } = explained
  const parts = [
    restricted,
    `${release}: ${cellText(cell)} in ${table} is ${meaning[status]}`,
    lines('figures:', explained.figures.map(figureLine)),
    ...(status === 'published' ? publishedParts(explained) : hiddenParts(explained)),
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

const restricted = 'RESTRICTED: holds hidden counts; never pass it on, nor put it into a release'

function stockText({ release, table, cell, stock, why }: StockExplanation): string {
  const { status, since, shown, counted, waiting } = stock
  return [
    restricted,
    `${release}: ${cellText(cell)} in ${table} is ${stockState(stock)}`,
    lines('figures:', [
      ...(shown === null ? [] : [`shown: ${shown}`]),
      `counted: ${counted}`,
      ...(status === 'standing'
        ? [`waiting since ${since}: ${waiting.entered} entered, ${waiting.left} left`]
        : []),
    ]),
    `why: ${why}`,
  ].join('\n\n')
}

function publishedParts({ limits, sharesStatusWith }: ReleaseExplanation): readonly string[] {
  return [
    nothingToExplain(limits),
    lines('linked rows, which have one status with it:', sharesStatusWith.map(rowText)),
  ]
}

function hiddenParts(explained: ReleaseExplanation): readonly string[] {
  const { table, status, rules, sharesStatusWith, hidesBehind, ifPublished, extent, limits } = explained
  const { primaries, loneContributors } = ifPublished
  const lost = [
    ...primaries.map((one) => lossText(one, table)),
    ...loneContributors.map((lone) => loneText(lone, table)),
  ]
  return [
    lines(
      'rules that it breaks:',
      rules.map((rule) => ruleText(rule, explained)),
    ),
    lines('linked rows, which have one status with it:', sharesStatusWith.map(rowText)),
    lines(
      'hides behind:',
      hidesBehind.map((relation) => relationText(relation, table)),
    ),
    lost.length > 0
      ? lines(`published alone, it would reveal (intervals must be ${limits.intervalWidth} wide):`, lost)
      : `published alone, it would reveal no other primary: ${otherGrounds(status)}`,
    extentText(extent),
  ]
}

function figureLine({ figure, value, contributors, primary, interval }: ExplainedFigure): string {
  const found = interval === null ? '' : `; a reader can tell ${intervalText(interval)}`
  return `${figure}: ${value}, of ${contributors} ${contributors === 1 ? 'contributor' : 'contributors'}${found}${primary ? ' (primary)' : ''}`
}

function lossText(lost: LostProtection, table: string): string {
  return lines(
    lossHead(lost, table),
    lost.because.map((relation) => relationText(relation, table)),
    4,
  )
}

/** A heading and what stands under it, the first few; nothing without entries. */
function lines(heading: string, entries: readonly string[], indent = 2): string {
  if (entries.length === 0) return ''
  const listed = entries.slice(0, listedEntries)
  if (entries.length > listedEntries) listed.push(`and ${entries.length - listedEntries} more`)
  return [heading, ...listed.map((entry) => `${' '.repeat(indent)}${entry}`)].join('\n')
}
