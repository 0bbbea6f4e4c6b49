import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { deriveTieBreakKey } from '../../pipeline/tie-break-key.ts'
import { openWorkspace } from '../../pipeline/workspace.ts'
import { emptyDatabase } from '../transforms/database.ts'
import { tinyProject } from './tiny-project.ts'

const database = await emptyDatabase()

/** The key derived from accounts registered on some days, and what is kept of it. */
async function derive(days: readonly string[]): Promise<{ key: string; kept: string | null }> {
  const folder = await mkdtemp(join(tmpdir(), 'kohort-key-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const workspace = await openWorkspace(folder)
  await database.run('CREATE OR REPLACE TABLE vault.standing (learner_id VARCHAR, registered_at TIMESTAMP)')
  for (const [i, day] of days.entries())
    await database.run(`INSERT INTO vault.standing VALUES ('learner ${i}', TIMESTAMP '${day}')`)
  const fields = new Set(['learner_id', 'registered_at'])
  const key = await deriveTieBreakKey(database, workspace, '2026-02-01', fields)
  return {
    key,
    kept: existsSync(workspace.tieBreakKey) ? await readFile(workspace.tieBreakKey, 'utf8') : null,
  }
}

it('rests on the accounts of the first period alone, so that later ones do not change it', async () => {
  const first = await derive(['2026-01-05'])
  expect(first.kept).toBe(`${first.key}\n`)
  expect(await derive(['2026-01-05', '2026-03-05'])).toEqual(first)
})

it('rests on all accounts where none is that old, and never on none', async () => {
  const [none, one, two] = [
    await derive([]),
    await derive(['2026-03-05']),
    await derive(['2026-03-05', '2026-04-05']),
  ]
  expect(new Set([none.key, one.key, two.key]).size).toBe(3)
  expect(one.kept).toBe(`${one.key}\n`)
})

it('is not kept where there are no accounts: anybody could derive it', async () => {
  const { key, kept } = await derive([])
  expect(key).toMatch(/^[0-9a-f]{64}$/)
  expect(kept).toBeNull()
})

it('may lie at an absolute path, as may hierarchies', async () => {
  const school = await tinyProject()
  await writeFile(join(school.folder, 'secret.key'), 'x'.repeat(40))
  school.definition.policy['tieBreakKeyFile'] = join(school.folder, 'secret.key')
  school.definition.attributes['gender']!['hierarchy'] = join(
    school.folder,
    'school',
    'hierarchies',
    'gender.csv',
  )
  await school.write()
  expect((await school.run()).periods.map(({ outcome }) => outcome)).toEqual(['released'])
})
