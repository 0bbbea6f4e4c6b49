import type { TinyProject } from './tiny-project.ts'

/** What a night that is killed has before it. */
export type BeforeTheNight = 'nothing' | 'a stock'

/**
 * Writes a school of which May and June of 2026 are to be released; with a stock May is out, a learner who was counted asks
 * for erasure, and what is counted of others lies beside the ledger.
 */
export async function prepare(school: TinyProject, before: BeforeTheNight): Promise<TinyProject> {
  if (before === 'a stock') {
    school.definition.policy = {}
    Object.assign(school.tables['joined']!, {
      period: { type: 'stock' },
      dimensions: { region: {}, gender: {} },
    })
    await school.write()
    await school.run({ period: undefined, asOf: '2026-05-31', now: new Date('2026-06-01T00:00:00Z') })
    school.rows.learners[0]!['erasure_requested_at'] = '2026-06-05 09:00:00'
  }
  await school.write()
  return school
}
