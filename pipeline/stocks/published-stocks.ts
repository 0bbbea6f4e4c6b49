import { setImmediate } from 'node:timers/promises'
import { canonicalJson } from '../../reports/canonical-json.ts'
import type { PublishedTable, TableShape } from '../../schemas/cell.ts'
import { WithheldError } from '../../schemas/failure.ts'
import { type ActiveLearners, activeLearners } from '../../transforms/audit/active-in-rows.ts'
import { recordedTables } from '../ledger/figure-store.ts'
import { type KnownRelease, recordedStocks } from '../ledger/known-releases.ts'
import { ledgerFolder } from '../ledger/ledger-folder.ts'
import { readDefinitionText, tableTexts } from '../ledger/table-record.ts'
import { type CodeList, codeGrowth } from './code-growth.ts'
import type { EarlierStock } from './earlier-rows.ts'

/** What one release showed of its stocks. */
export interface PublishedStocks {
  /** Day that its fresh rows are of, `YYYY-MM-DD`. */
  readonly asOf: string
  /** By table id. */
  readonly stocks: ReadonlyMap<string, EarlierStock>
  /** Learners whom flows of the same release show to be in them; read when it is asked for, as it mostly is not. */
  readonly active: () => ActiveLearners
  /** By table id: text of what the table is about besides. */
  readonly definitions: ReadonlyMap<string, string>
}

/**
 * What all known releases of a project showed of its stocks, earliest first.
 *
 * @param ledger folder of the ledger
 * @throws {BrokenLedger} if figures are not as they were stored
 */
export async function readPublishedStocks(
  ledger: string,
  known: readonly KnownRelease[],
  project: string,
): Promise<readonly PublishedStocks[]> {
  const read = recordedTables(ledgerFolder(ledger))
  const own = known.flatMap(({ release }) => {
    const asOf = recordedStocks(release)[0]?.as_of
    return release.project !== project || asOf === undefined ? [] : [{ asOf, release }]
  })
  const published: PublishedStocks[] = []
  for (const { asOf, release } of own) {
    // What the database answers meanwhile does not wait for all of them.
    await setImmediate()
    const stocks = recordedStocks(release).map((table): DefinedStock => {
      const { definition, rows } = read(table)
      return { id: table.id, rows, codes: definition.dimensions, definition: withoutCodes(definition) }
    })
    const flows = release.tables.filter((table) => table.as_of === undefined)
    const readActive = () =>
      activeLearners(
        flows.map((table) => {
          const { definition, rows } = read(table)
          return { dimensions: definition.dimensions, baseMeasures: definition.base_measures, rows }
        }),
      )
    // Where rows are of the day, today is held against it, and asks.
    const isTold = stocks.some(({ rows }) => rows.some((row) => row.asOf === asOf))
    const learners = isTold ? readActive() : null
    published.push({ asOf, ...stocksOf(stocks), active: () => learners ?? readActive() })
  }
  return published.toSorted((a, b) => (a.asOf < b.asOf ? -1 : 1))
}

/** What a release that is about to be published shows of its stocks, as the ledger will tell. */
export function publishedStocks(asOf: string, tables: readonly PublishedTable[]): PublishedStocks {
  const stocks = tables.filter(({ shape }) => shape.asOf !== undefined)
  const flows = tables.filter(({ shape }) => shape.asOf === undefined)
  const active = activeLearners(flows.map(({ shape, rows }) => ({ ...shape, rows })))
  return {
    asOf,
    ...stocksOf(
      stocks.map(({ shape, rows }) => {
        return { id: shape.id, rows, codes: shape.dimensions, definition: definitionOf(shape) }
      }),
    ),
    active: () => active,
  }
}

interface DefinedStock extends EarlierStock {
  readonly id: string
  readonly definition: string
}

function stocksOf(stocks: readonly DefinedStock[]): Pick<PublishedStocks, 'stocks' | 'definitions'> {
  return {
    stocks: new Map(stocks.map(({ id, rows, codes }) => [id, { rows, codes }])),
    definitions: new Map(stocks.map(({ id, definition }) => [id, definition])),
  }
}

/** The text of what a table is about, its codes left out, as `PublishedStocks` has it. */
function definitionOf(shape: TableShape): string {
  return withoutCodes(readDefinitionText(tableTexts({ shape, rows: [] }).definition))
}

function withoutCodes({ dimensions, ...definition }: { readonly dimensions: readonly CodeList[] }): string {
  return canonicalJson({
    ...definition,
    dimensions: dimensions.map(({ codes: _codes, ...dimension }) => dimension),
  })
}

/**
 * Refuses stocks that are not the next ones of their series, as of a later day: with code lists that say of old codes
 * what they did.
 *
 * @throws {WithheldError} naming the table
 */
export function refuseOtherSeries(
  shapes: readonly TableShape[],
  published: readonly PublishedStocks[],
): void {
  const last = published.at(-1)
  if (last === undefined) return
  for (const shape of shapes) {
    const before = last.stocks.get(shape.id)
    const isNext =
      before === undefined ||
      (last.definitions.get(shape.id) === definitionOf(shape) &&
        shape.dimensions.every(({ codes }, d) => codeGrowth(before.codes[d]!.codes, codes) !== null))
    if (!isNext)
      throw new WithheldError(
        `a stock keeps its dimensions, measure and codes, each under the one that it was under: put them back, add a table of another id beside it, and retire this one (period.retired). Provided value: table ${shape.id}`,
      )
    if (shape.asOf === undefined || shape.asOf <= last.asOf)
      throw new WithheldError(
        `stocks are released in the order of their days. Provided value: ${shape.period}, after ${last.asOf}`,
      )
  }
}
