import type { KeptSeries } from './kept-series.ts'
import { absentText } from './ledger/forget-contributions.ts'
import type { Ledger } from './ledger/open-ledger.ts'
import type { LearnersOfContributions } from './read-learners.ts'
import type { RunJournal } from './run-journal.ts'
import { keptContributorKey, makeContributorKey } from './stocks/contributor-key.ts'
import { forgetDeparted } from './stocks/store-series.ts'

export interface KeptLearnersTask {
  readonly kept: () => Promise<KeptSeries>
  /** Folder of the ledger. */
  readonly folder: string
  /** Null where nothing is published: then nobody is forgotten. */
  readonly ledger: Ledger | null
  readonly journal: RunJournal
  /** Today, `YYYY-MM-DD`. */
  readonly today: string
  readonly say: (message: string) => void
}

/** What contributions need of learners while a run reads them. */
export function keptLearners(task: KeptLearnersTask): LearnersOfContributions {
  const { kept, folder, ledger, journal, today, say } = task
  return {
    open: async () => {
      await kept()
      return keptContributorKey(folder)
    },
    forget: async () => {
      if (ledger === null) return
      const { forgotten, requested, absent } = await forgetDeparted(ledger, await kept(), today)
      if (absent > 0) say(absentText(absent))
      await journal.note({
        absent,
        ...(forgotten > 0 ? { erased: { learners: forgotten, requested, on: today } } : {}),
      })
    },
    newKey: (key) => makeContributorKey(folder, key, ledger !== null),
  }
}
