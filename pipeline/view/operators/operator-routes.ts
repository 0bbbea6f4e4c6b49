import { ConfigurationError, Failure } from '../../../schemas/failure.ts'
import { compareSides } from '../../diff.ts'
import { explainRecordedCell } from '../../explain.ts'
import { publishedSide } from '../../release-side.ts'
import { type Answer, notFound, restrictedAnswer } from '../answer.ts'
import { type Addresses, addressesUnder, queriedCodes } from './addresses.ts'
import { cellPage } from './cell-page.ts'
import { comparisonPage } from './comparison-page.ts'
import { earlierReleases } from './earlier-releases.ts'
import { ledgerPlace } from './ledger-place.ts'
import { paragraph } from './markup.ts'
import type { OperatorLayer } from './operator-layer.ts'
import { operatorPage, operatorStyleSource } from './operator-page.ts'
import { startPage } from './start-page.ts'
import { readFilter } from './table-filter.ts'
import { tablePage } from './table-page.ts'

export interface OperatorRequest {
  /** Before `path` in each address; holds the token. */
  readonly base: string
  readonly path: string
  readonly query: URLSearchParams
  readonly now: Date
}

/** Answers who has the token. What the layer cannot show is said on a page of its own. */
export async function answerOperator(layer: OperatorLayer, request: OperatorRequest): Promise<Answer> {
  const addresses = addressesUnder(request.base)
  try {
    const page = await pageAt(layer, request, addresses)
    return page === null ? notFound : restrictedAnswer(200, page, operatorStyleSource)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const page = operatorPage(addresses, 'This cannot be shown', [paragraph(error.message)])
    return restrictedAnswer(400, page, operatorStyleSource)
  }
}

/** Null where there is no such page. */
async function pageAt(
  layer: OperatorLayer,
  { path, query, now }: OperatorRequest,
  addresses: Addresses,
): Promise<string | null> {
  if (path === '/') return startPage(layer, await ledgerPlace(layer, now), addresses)
  if (path === '/compare') return compare(layer, query.get('with'), now, addresses)
  const [, id, cell] = /^\/tables\/([a-z0-9-]+)(\/cell)?$/.exec(path) ?? []
  const table = layer.tables.find(({ shape }) => shape.id === id)
  if (table === undefined) return null
  if (cell === undefined) return tablePage(table, readFilter(table.shape, query), addresses)
  const wanted = { table: table.shape.id, cell: queriedCodes(query) }
  return cellPage(
    await explainRecordedCell(layer.record, wanted, async () => layer.release.tables),
    addresses,
  )
}

async function compare(
  layer: OperatorLayer,
  name: string | null,
  now: Date,
  addresses: Addresses,
): Promise<string> {
  const earlier = await earlierReleases(layer, now)
  if (name === null) return comparisonPage(earlier, null, addresses)
  const chosen = earlier.find((one) => one.name === name)
  if (chosen === undefined) throw new ConfigurationError('an earlier release must be one of the list', name)
  const { manifest, tables } = layer.release
  const difference = compareSides(await chosen.read(), publishedSide(manifest, tables))
  return comparisonPage(earlier, { name, difference }, addresses)
}
