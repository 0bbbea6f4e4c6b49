import { readdirSync } from 'node:fs'
import { cp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { approve } from '../../../pipeline/approval/approve.ts'
import { readLedger } from '../../../pipeline/ledger/read-ledger.ts'
import { startKohort } from '../command-line.ts'
import { ledgerOf, publicContent } from '../ledger-content.ts'
import { reproducible } from '../released-files.ts'
import type { TinyProject } from '../tiny-project.ts'
import { fillSchool, nightOf } from '../together/together-school.ts'
import {
  approveAll,
  candidatesOf,
  cautiousSchool,
  pupils,
  storedFiles,
  verdictOn,
} from './cautious-school.ts'

/** By the clock of the test, which the command line has; nobody is forgotten for being absent. */
const soon = () => ({ now: new Date() })

const stateOf = async (school: TinyProject) => ({
  releases: reproducible(school.releases),
  known: await publicContent(school),
  stored: storedFiles(school),
  candidates: candidatesOf(school),
})

/** Calls of a name are told apart by how their path ends. */
interface Kill {
  readonly when: string
  readonly at: 'before' | 'after'
  readonly path: (made: Made) => string
  /** How many folders may be left beside the releases that nobody is to see: files are stored while others are written. */
  readonly staged: readonly number[]
}

interface Made {
  readonly parquet: string
  readonly intended: string
  readonly published: string
}

const kills: readonly Kill[] = [
  {
    when: 'its contributions are stored',
    at: 'before',
    path: ({ parquet }) => `/${parquet}.parquet`,
    staged: [0, 1],
  },
  {
    when: 'its contributions are stored',
    at: 'after',
    path: ({ parquet }) => `/${parquet}.parquet`,
    staged: [0, 1],
  },
  { when: 'it is entered', at: 'after', path: ({ intended }) => `/entries/${intended}`, staged: [1] },
  { when: 'it appears', at: 'after', path: () => '/2026-05/v2', staged: [0] },
  { when: 'it is confirmed', at: 'after', path: ({ published }) => `/entries/${published}`, staged: [0] },
]

describe('the approval of a version beside a stock that is killed', { timeout: 900_000 }, () => {
  let waiting: TinyProject
  let undisturbed: Awaited<ReturnType<typeof stateOf>>
  let made: Made
  const keptIn = () => join(waiting.folder, 'kept')
  const folders = () => [waiting.releases, waiting.workspace]

  /** The school as it was when the version began to wait. */
  const rewind = async () => {
    for (const folder of folders()) {
      await rm(folder, { recursive: true, force: true })
      await cp(join(keptIn(), folder.slice(waiting.folder.length + 1)), folder, { recursive: true })
    }
  }

  beforeAll(async () => {
    waiting = await cautiousSchool(2, { removed: false })
    waiting.definition.policy['approvalDays'] = 366
    await waiting.writeProject()
    await approveAll(waiting, 2, approve)
    await fillSchool(waiting, pupils, 3)
    await waiting.run({ ...nightOf(3), ...soon() })
    expect(candidatesOf(waiting)[0]).toMatch(/^2026-05-v2-/)
    for (const folder of folders())
      await cp(folder, join(keptIn(), folder.slice(waiting.folder.length + 1)), { recursive: true })
    const before = readdirSync(join(ledgerOf(waiting), 'entries'))
    await approve({ ...verdictOn(waiting, 3), ...soon() })
    const [intended = '', published = ''] = readdirSync(join(ledgerOf(waiting), 'entries')).filter(
      (name) => !before.includes(name),
    )
    const { contributions } = await readLedger(ledgerOf(waiting), new Date())
    made = { parquet: contributions.at(-1)!.recorded.sha256, intended, published }
    undisturbed = await stateOf(waiting)
    return () => waiting.remove()
  })

  it.each(kills)('$at $when, ends as if nothing had happened', async ({ at, path, staged }) => {
    await rewind()
    const [candidate = ''] = candidatesOf(waiting)
    const places = ['--data', waiting.data, '--releases', waiting.releases, '--workspace', waiting.workspace]
    const { ended } = startKohort(
      ['approve', '--project', waiting.project, ...places, candidate],
      { KILL_AT: `${at} ${path(made)}` },
      [resolve('test/pipeline/kill-at.ts')],
    )
    expect((await ended).exitCode).toBeNull()
    const left = readdirSync(waiting.releases).filter((name) => name.startsWith('.staging-'))
    expect(staged).toContain(left.length)
    // The next night settles and clears what is left; what is not out waits as before, and is approved then.
    await waiting.run({ ...nightOf(3), ...soon() })
    expect(readdirSync(waiting.releases).filter((name) => name.startsWith('.'))).toEqual([])
    if (candidatesOf(waiting).length > 0) {
      expect(candidatesOf(waiting)).toEqual([candidate])
      await approve({ ...verdictOn(waiting, 3), ...soon() })
    }
    expect(await stateOf(waiting)).toEqual(undisturbed)
  })
})
