import type { Addresses } from './addresses.ts'
import { booksSection } from './books-html.ts'
import { ledgerSection } from './ledger-html.ts'
import type { LedgerPlace } from './ledger-place.ts'
import { facts, section, words } from './markup.ts'
import type { OperatorLayer } from './operator-layer.ts'
import { operatorPage } from './operator-page.ts'
import { runSection, waitingSection } from './run-html.ts'
import { tablesSection } from './tables-html.ts'

/** The night that made the release, its tables, and its place in the ledger. */
export function startPage(layer: OperatorLayer, ledger: LedgerPlace, addresses: Addresses): string {
  const { release, record } = layer
  const { manifest, withdrawn } = release
  return operatorPage(addresses, manifest.id, [
    section(
      'Release',
      facts([
        ['Period', words(`${manifest.period.id}, version ${manifest.version}, as of ${manifest.as_of}`)],
        ['Made by', words(`${manifest.code_version}; cells recorded by ${record.codeVersion}`)],
        [
          'State',
          words(
            withdrawn === null
              ? 'not withdrawn'
              : `WITHDRAWN on ${withdrawn.withdrawn_on}: ${withdrawn.reason}`,
          ),
        ],
        ['Record', words(record.run)],
      ]),
    ),
    tablesSection(layer, addresses),
    runSection(layer.run),
    booksSection(layer.run),
    waitingSection(layer.run),
    ledgerSection(ledger),
  ])
}
