import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ledgerOf } from '../ledger-content.ts'
import { selectRows, type TinyProject } from '../tiny-project.ts'
import { fillSchool, nightOf, pupilsWith, togetherSchool } from './together-school.ts'

/** What lies beside the ledger, by kind of series: codes of learners, null for those who are only numbers. */
async function keptOf(school: TinyProject): Promise<Readonly<Record<string, ReadonlySet<string | null>>>> {
  const folder = join(ledgerOf(school), 'contributions')
  const files = readdirSync(folder).filter((name) => name.endsWith('.parquet'))
  expect(files).toHaveLength(1)
  const rows = await selectRows(`SELECT series, learner FROM '${join(folder, files[0]!)}'`)
  const kinds: Record<string, Set<string | null>> = { base: new Set(), flows: new Set(), stocks: new Set() }
  for (const [series, learner] of rows) {
    const kind = String(series).includes(' ') ? 'base' : String(series).includes('/') ? 'flows' : 'stocks'
    kinds[kind]!.add(learner === null ? null : String(learner))
  }
  return kinds
}

it('an erased learner is gone from all that is kept, and each kind keeps what it needs', {
  timeout: 200_000,
}, async () => {
  const pupils = pupilsWith([{ left: 3 }])
  const school = await togetherSchool()
  await fillSchool(school, pupils, 2)
  await school.run(nightOf(2))
  const before = await keptOf(school)
  expect(new Set(Object.values(before).map(({ size }) => size))).toEqual(new Set([pupils.length]))

  await fillSchool(school, pupils, 3)
  expect((await school.run(nightOf(3))).erased).toMatchObject({ learners: 1 })
  const after = await keptOf(school)
  const [gone, ...others] = [...before['base']!].filter((one) => !after['base']!.has(one))
  expect(others).toEqual([])
  for (const kind of Object.values(after)) expect(kind.has(gone!)).toBe(false)
  const nameless = (kind: ReadonlySet<string | null>) =>
    [...kind].filter((one) => one === null || one.startsWith('gone'))
  expect(nameless(after['base']!)).toEqual(['gone 1'])
  expect(nameless(after['stocks']!)).toEqual([null])
  expect(nameless(after['flows']!)).toEqual([null])

  // What a project uses no more is not kept beyond its next release.
  delete school.definition.releases['revise']
  for (const table of Object.values(school.tables)) if (table['id'] !== 'registered') delete table['period']
  await school.write()
  await fillSchool(school, pupils, 4)
  await school.run(nightOf(4))
  const last = await keptOf(school)
  expect([last['base']!.size, last['flows']!.size]).toEqual([0, 0])
  expect(last['stocks']!.size).toBe(pupils.length)
})

it('a project that gives up its quarter and its revisions at once keeps what its stock needs', {
  timeout: 200_000,
}, async () => {
  const pupils = pupilsWith([{ left: 3 }])
  const school = await togetherSchool()
  await fillSchool(school, pupils, 2)
  await school.run(nightOf(2))
  delete school.definition.releases['revise']
  school.tables['registered']!['period'] = { type: 'stock', retired: true }
  for (const [id, table] of Object.entries(school.tables)) if (id !== 'registered') delete table['period']
  await school.write()

  // Until its next release all is as it was, and who asks for erasure is taken out.
  await fillSchool(school, pupils, 3)
  expect((await school.run(nightOf(3))).erased).toMatchObject({ learners: 1 })
  expect((await keptOf(school))['base']!.size).toBeGreaterThan(0)

  await fillSchool(school, pupils, 4)
  const { periods } = await school.run(nightOf(4))
  expect(periods.map(({ period, outcome }) => [period.id, outcome])).toEqual([['2026-06', 'released']])
  const kept = await keptOf(school)
  expect([kept['base']!.size, kept['flows']!.size]).toEqual([0, 0])
  // One of them without a name.
  expect(kept['stocks']!.size).toBe(pupils.length)
})
