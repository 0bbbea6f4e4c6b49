import type { ExplainedFigure, LostProtection } from '../transforms/disclosure/cell-explanation.ts'
import type { DescribedRelation } from '../transforms/disclosure/describe-relation.ts'
import { cellText, figureText, type NamedRow } from '../transforms/disclosure/named-figures.ts'
import type { FeasibilityInterval } from '../transforms/disclosure/revealed-figures.ts'
import type { ReleaseExplanation } from './explain.ts'
import type { StockExplanation } from './stocks/explain-stock.ts'

/** Entries of a list that are shown; JSON has all. */
const shown = 8

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
  const states = {
    fresh: 'shown as it stands',
    standing: `shown as of ${since}`,
    hidden: 'hidden',
  } as const
  return [
    restricted,
    `${release}: ${cellText(cell)} in ${table} is ${states[status]}`,
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

const meaning = {
  published: 'published',
  primary: 'hidden as primary: it discloses on its own',
  complementary: 'hidden as complementary: it protects others',
} as const

function publishedParts({ limits, sharesStatusWith }: ReleaseExplanation): readonly string[] {
  return [
    `it breaks no rule (at least ${limits.minimumContributors} contributors each, or an empty cell that may be published), and no hidden cell needs it: there is nothing to explain`,
    lines('linked rows, which have one status with it:', sharesStatusWith.map(rowText)),
  ]
}

function hiddenParts(explained: ReleaseExplanation): readonly string[] {
  const { table, rules, sharesStatusWith, hidesBehind, ifPublished, extent, limits } = explained
  const { primaries, loneContributors } = ifPublished
  const others =
    explained.status === 'primary'
      ? 'it is hidden for its own sake'
      : 'it is hidden together with others, or the search for fewer hidden cells ended before it'
  const lost = [
    ...primaries.map((one) => lossText(one, table)),
    ...loneContributors.map(
      ({ contributor, primary }) =>
        `${figureText(primary, table)}: exact for those who alone fill ${figureText(contributor, table)}`,
    ),
  ]
  return [
    lines(
      'rules that it breaks:',
      rules.map((rule) => {
        const elsewhere =
          rule.table === table && cellText(rule.cell) === cellText(explained.cell)
            ? ''
            : ` (in ${rowText(rule)}, which shares its status)`
        return `${rule.rule}: ${rule.figure}: ${rule.clause}${elsewhere}`
      }),
    ),
    lines('linked rows, which have one status with it:', sharesStatusWith.map(rowText)),
    lines(
      'hides behind:',
      hidesBehind.map((relation) => relationText(relation, table)),
    ),
    lost.length > 0
      ? lines(`published alone, it would reveal (intervals must be ${limits.intervalWidth} wide):`, lost)
      : `published alone, it would reveal no other primary: ${others}`,
    extentText(extent),
  ]
}

function extentText(extent: ReleaseExplanation['extent']): string {
  const { hiddenFigures, examinedFigures, primaries, examinedPrimaries } = extent
  const whole = `examined: ${examinedFigures} of ${hiddenFigures} hidden figures that hang together, and ${examinedPrimaries} of ${primaries} other primaries among them`
  const wider = examinedFigures < hiddenFigures ? '; true intervals may be wider' : ''
  const more = examinedPrimaries < primaries ? '; more may be revealed' : ''
  return `${whole}${wider}${more}`
}

function figureLine({ figure, value, contributors, primary, interval }: ExplainedFigure): string {
  const found = interval === null ? '' : `; a reader can tell ${intervalText(interval)}`
  return `${figure}: ${value}, of ${contributors} ${contributors === 1 ? 'contributor' : 'contributors'}${found}${primary ? ' (primary)' : ''}`
}

function lossText(lost: LostProtection, table: string): string {
  const { how, before, after, needed, because } = lost
  const wanted = how === 'exact' ? 'exactly' : `too narrow where ${needed} is needed`
  const head = `${figureText(lost, table)}: ${intervalText(before)} now, then ${intervalText(after)}, ${wanted}, since`
  return lines(
    head,
    because.map((relation) => relationText(relation, table)),
    4,
  )
}

function relationText({ words, hidden }: DescribedRelation, table: string): string {
  if (hidden.length === 0) return `${words}; nothing else in it is hidden`
  const names = hidden.slice(0, shown).map((figure) => figureText(figure, table))
  const more = hidden.length > shown ? ` and ${hidden.length - shown} more` : ''
  return `${words}; also hidden: ${names.join('; ')}${more}`
}

function intervalText({ low, up }: FeasibilityInterval): string {
  return up === null ? `at least ${low}` : `[${low}, ${up}]`
}

function rowText({ table, cell }: NamedRow): string {
  return `${table} ${cellText(cell)}`
}

/** A heading and what stands under it, the first few; nothing without entries. */
function lines(heading: string, entries: readonly string[], indent = 2): string {
  if (entries.length === 0) return ''
  const listed = entries.slice(0, shown)
  if (entries.length > shown) listed.push(`and ${entries.length - shown} more`)
  return [heading, ...listed.map((entry) => `${' '.repeat(indent)}${entry}`)].join('\n')
}
