import { z } from 'zod'
import { brokenRule, refusals } from '../transforms/admit/admission.ts'
import { listKnownAccounts } from '../transforms/admit/known-accounts.ts'
import {
  listSharedContacts,
  personSum,
  propagatePersons,
  startPersons,
} from '../transforms/admit/merge-accounts.ts'
import { refuseWithSpoilt } from '../transforms/admit/spoilt-accounts.ts'
import { accountKeys, decideStanding } from '../transforms/admit/standing.ts'
import { quarantineRelation } from '../transforms/extract/quarantine.ts'
import { fateCode } from '../transforms/extract/row-fate.ts'
import { keyRelation, stagedRelation } from '../transforms/extract/stage-source.ts'
import { vaultRelation } from '../transforms/relation.ts'
import type { Database } from './database.ts'
import type { SourceStep } from './stage-rows.ts'

/** Learners: one person may have several accounts; then each account's standing is decided. */
export async function admitLearners(
  { database, project, asOfEnd }: SourceStep,
  present: ReadonlySet<string>,
): Promise<void> {
  const accounts = vaultRelation('account').from
  await database.run(
    `CREATE OR REPLACE TABLE ${accounts} AS SELECT CAST(row_number() OVER (ORDER BY learner_id) AS INTEGER) AS account, * EXCLUDE (fate, rule, file, position)
     FROM ${stagedRelation('learners').from} WHERE fate = ${fateCode('used')}`,
  )
  const spoilt = vaultRelation('spoilt_account').from
  await database.run(
    `CREATE OR REPLACE TABLE ${spoilt} AS SELECT CAST((SELECT count(*) FROM ${accounts}) + row_number() OVER (ORDER BY s.file, s.position) AS INTEGER) AS account, s.* EXCLUDE (fate, rule, file, position), q.rule AS ${brokenRule}
     FROM ${stagedRelation('learners').from} AS s LEFT JOIN ${quarantineRelation.from} AS q
       ON q.source = 'learners' AND q.file IS NOT DISTINCT FROM s.file AND q.position IS NOT DISTINCT FROM s.position
     WHERE fate = ${fateCode('quarantined')}`,
  )
  const all = `(SELECT * FROM ${accounts} UNION ALL SELECT * EXCLUDE (${brokenRule}) FROM ${spoilt})`
  await database.run(listSharedContacts(all, present))
  await database.run(startPersons(all))
  for (let before = '', now = await sumOf(database); now !== before; ) {
    before = now
    await database.run(propagatePersons())
    now = await sumOf(database)
  }
  const refuses = refusals(project.definition.policy.admission, present, asOfEnd)
  await database.run(decideStanding(accounts, refuses, asOfEnd))
  await database.run(refuseWithSpoilt(spoilt, refuses))
  await database.run(listKnownAccounts(accounts, spoilt, refuses))
  await database.run(`CREATE OR REPLACE TABLE ${keyRelation('learners').from} AS ${accountKeys()}`)
}

async function sumOf(database: Database): Promise<string> {
  const [row] = await database.select(personSum(), z.object({ total: z.string() }))
  return row?.total ?? '0'
}
