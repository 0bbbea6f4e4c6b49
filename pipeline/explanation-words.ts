import type { LostProtection } from '../transforms/disclosure/cell-explanation.ts'
import type { DescribedRelation } from '../transforms/disclosure/describe-relation.ts'
import { cellText, figureText, type NamedRow } from '../transforms/disclosure/named-figures.ts'
import type { FeasibilityInterval } from '../transforms/disclosure/revealed-figures.ts'
import type { ReleaseExplanation } from './explain.ts'
import type { StockExplanation } from './stocks/explain-stock.ts'

/** Entries of a list that a text shows; JSON has all. */
export const listedEntries = 8

/** A status in words. */
export const meaning = {
  published: 'published',
  primary: 'hidden as primary: it discloses on its own',
  complementary: 'hidden as complementary: it protects others',
} as const

/** Why a published row needs no explanation. */
export function nothingToExplain({ minimumContributors }: ReleaseExplanation['limits']): string {
  return `it breaks no rule (at least ${minimumContributors} contributors each, or an empty cell that may be published), and no hidden cell needs it: there is nothing to explain`
}

/** How a row of a stock is shown, in words. */
export function stockState({ status, since }: StockExplanation['stock']): string {
  const states = { fresh: 'shown as it stands', standing: `shown as of ${since}`, hidden: 'hidden' } as const
  return states[status]
}

/** A rule that a row, or another that shares its status, breaks. */
export function ruleText(rule: ReleaseExplanation['rules'][number], { table, cell }: NamedRow): string {
  const elsewhere =
    rule.table === table && cellText(rule.cell) === cellText(cell)
      ? ''
      : ` (in ${rowText(rule)}, which shares its status)`
  return `${rule.rule}: ${rule.figure}: ${rule.clause}${elsewhere}`
}

/** What a row that protects no primary by itself is hidden for. */
export function otherGrounds(status: ReleaseExplanation['status']): string {
  return status === 'primary'
    ? 'it is hidden for its own sake'
    : 'it is hidden together with others, or the search for fewer hidden cells ended before it'
}

/** What becomes of a primary's interval; the relations that make it so come after. */
export function lossHead(lost: LostProtection, table: string): string {
  const { how, before, after, needed } = lost
  const wanted = how === 'exact' ? 'exactly' : `too narrow where ${needed} is needed`
  return `${figureText(lost, table)}: ${intervalText(before)} now, then ${intervalText(after)}, ${wanted}, since`
}

/** Who could compute a primary from their own value. */
export function loneText(
  { contributor, primary }: ReleaseExplanation['ifPublished']['loneContributors'][number],
  table: string,
): string {
  return `${figureText(primary, table)}: exact for those who alone fill ${figureText(contributor, table)}`
}

/** How much of what hangs together with a row was looked at. */
export function extentText(extent: ReleaseExplanation['extent']): string {
  const { hiddenFigures, examinedFigures, primaries, examinedPrimaries } = extent
  const whole = `examined: ${examinedFigures} of ${hiddenFigures} hidden figures that hang together, and ${examinedPrimaries} of ${primaries} other primaries among them`
  const wider = examinedFigures < hiddenFigures ? '; true intervals may be wider' : ''
  const more = examinedPrimaries < primaries ? '; more may be revealed' : ''
  return `${whole}${wider}${more}`
}

/** A relation in words, with the hidden figures in it; the first few. */
export function relationText({ words, hidden }: DescribedRelation, table: string): string {
  if (hidden.length === 0) return `${words}; nothing else in it is hidden`
  const names = hidden.slice(0, listedEntries).map((figure) => figureText(figure, table))
  const more = hidden.length > listedEntries ? ` and ${hidden.length - listedEntries} more` : ''
  return `${words}; also hidden: ${names.join('; ')}${more}`
}

/** What a reader can tell of a figure. */
export function intervalText({ low, up }: FeasibilityInterval): string {
  return up === null ? `at least ${low}` : `[${low}, ${up}]`
}

/** A row by its table and its codes. */
export function rowText({ table, cell }: NamedRow): string {
  return `${table} ${cellText(cell)}`
}
