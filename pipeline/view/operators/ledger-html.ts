import { releaseId } from '../../ledger/known-releases.ts'
import type { EnteredRelease, LedgerPlace } from './ledger-place.ts'
import { dataTable, facts, list, paragraph, section, words } from './markup.ts'

/** The release's entry, whether the chain holds, and the project's other releases. */
export function ledgerSection(place: LedgerPlace): string {
  if (!place.isWhole)
    return section('Ledger', paragraph(`Hash chain verified: NO. ${place.reason}`), paragraph(whileRunning))
  const { entries, head, releases, skipped } = place
  return section(
    'Ledger',
    facts([
      ['Hash chain verified', words('yes')],
      ['Entries', words(entries)],
      ['SHA-256 of the last', words(head)],
      ['This release', words(ownText(place))],
    ]),
    dataTable(
      'Releases of the project',
      ['Release', 'Entry', 'Run began', 'State', 'As of', 'Made by', 'Withdrawn because'],
      releases.map(rowOf),
    ),
    list(skipped.map((period) => words(`${period} was given up, and is never released`))),
  )
}

const whileRunning = 'If a run is writing to it just now, look again once it has ended.'

function ownText({ own, isSame }: Extract<LedgerPlace, { isWhole: true }>): string {
  if (own === null) return 'the ledger does not know it: a candidate, or published past this ledger'
  return isSame
    ? `entry ${own.sequence}, ${own.state}`
    : `entry ${own.sequence} IS ANOTHER RELEASE of the same name`
}

function rowOf({ sequence, at, state, release, withdrawal }: EnteredRelease): readonly string[] {
  const withdrawn = withdrawal === null ? '' : `${withdrawal.on}: ${withdrawal.reason}`
  return [releaseId(release), sequence, at, state, release.as_of, release.code_version, withdrawn].map(words)
}
