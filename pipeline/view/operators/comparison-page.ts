import { escapeHtml } from '../../../reports/page/html.ts'
import type { TableDifference } from '../../../transforms/difference/table-difference.ts'
import type { ReleaseDifference } from '../../diff.ts'
import { fewFirst, isSame, kinds, verdict } from '../../diff-text.ts'
import type { Addresses } from './addresses.ts'
import type { EarlierRelease } from './earlier-releases.ts'
import { dataTable, list, paragraph, section, words } from './markup.ts'
import { operatorPage } from './operator-page.ts'

/** Figures of one table on a page; `kohort diff --all` has all. */
const listed = 500

/**
 * What `kohort diff` tells.
 *
 * @param compared the chosen one's name and difference; null where none is chosen
 */
export function comparisonPage(
  earlier: readonly EarlierRelease[],
  compared: { readonly name: string; readonly difference: ReleaseDifference } | null,
  addresses: Addresses,
): string {
  return operatorPage(addresses, 'Compared with an earlier release', [
    earlier.length === 0
      ? paragraph('No release of the project came before this one.')
      : chooser(earlier, compared?.name ?? null, addresses),
    ...(compared === null ? [] : differenceSections(compared.difference)),
  ])
}

function chooser(earlier: readonly EarlierRelease[], chosen: string | null, addresses: Addresses): string {
  const options = earlier.map(({ name, isWithdrawn }) => {
    const text = isWithdrawn ? `${name}, withdrawn` : name
    return `<option value="${escapeHtml(name)}"${name === chosen ? ' selected' : ''}>${escapeHtml(text)}</option>`
  })
  return `<form method="get" action="${escapeHtml(addresses.comparison)}">
<label>Earlier release<select name="with">${options.join('')}</select></label>
<button type="submit">Compare</button>
</form>`
}

function differenceSections(difference: ReleaseDifference): readonly string[] {
  const { before, after, tables, tablesAdded, tablesRemoved, samePeriod, few } = difference
  const same = tables.filter(isSame).map(({ table }) => table)
  return [
    section(
      `${before} → ${after}`,
      paragraph(verdict(samePeriod, few)),
      list([
        ...named('tables added', tablesAdded),
        ...named('tables removed', tablesRemoved),
        ...named('the same', same),
      ]),
    ),
    ...tables.filter((table) => !isSame(table)).map(tableSection),
  ]
}

function tableSection(difference: TableDifference): string {
  const { table, compared, unchanged, figures, otherDimensions } = difference
  const ordered = fewFirst(figures)
  const shown = ordered.slice(0, listed)
  return section(
    table,
    paragraph(`${compared} figures in both, ${unchanged} unchanged, ${figures.length} otherwise`),
    list([
      ...(otherDimensions ? [words('other dimensions: no figure can be compared')] : []),
      ...named('codes added', difference.codesAdded),
      ...named('codes removed', difference.codesRemoved),
      ...named('measures added', difference.measuresAdded),
      ...named('measures removed', difference.measuresRemoved),
    ]),
    shown.length === 0
      ? ''
      : dataTable(
          `Figures of ${table}, those that differ by fewer than the threshold first`,
          ['Row', 'Measure', 'Before', 'After', 'What', 'Fewer than the threshold'],
          shown.map((one) =>
            [
              one.coordinates.join(' '),
              one.measure,
              one.before ?? one.statusBefore,
              one.after ?? one.statusAfter,
              kinds[one.kind],
              one.few ? 'yes' : 'no',
            ].map(words),
          ),
        ),
    shown.length < ordered.length
      ? paragraph(`and ${ordered.length - shown.length} more (kohort diff --all)`)
      : '',
  )
}

function named(what: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [words(`${what}: ${names.join(', ')}`)]
}
