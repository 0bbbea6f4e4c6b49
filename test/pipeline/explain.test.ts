import { readdirSync, statSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { explainReleasedCell, type ReleaseExplanation } from '../../pipeline/explain.ts'
import { nightSummary } from '../../pipeline/summary.ts'
import { ConfigurationError, UsageError } from '../../schemas/failure.ts'
import { kohort } from './command-line.ts'
import { filesBelow, hashesBelow } from './released-files.ts'
import { type TinyProject, tinyProject } from './tiny-project.ts'

/** Only three of D1's learners are men; the table shows districts within regions. */
async function schoolWithFewMen(): Promise<TinyProject> {
  const school = await tinyProject()
  school.definition.attributes['region']!['level'] = 'district'
  let men = 0
  for (const learner of school.rows.learners)
    if (learner['district'] === 'D1' && learner['gender'] === 'M' && ++men > 3) learner['gender'] = 'F'
  await school.write()
  return school
}

const june = (school: TinyProject) => join(school.releases, '2026-06', 'v1')

async function explain(school: TinyProject, cell: string, table = 'active'): Promise<ReleaseExplanation> {
  const { project, workspace } = school
  const explained = await explainReleasedCell({ project, workspace, release: june(school), table, cell })
  if ('stock' in explained) throw new Error('the table must be of flows')
  return explained
}

const runFolder = (school: TinyProject) => {
  const runs = join(school.workspace, 'runs')
  return join(runs, readdirSync(runs).toSorted().at(-1)!)
}

async function released(school: TinyProject): Promise<TinyProject> {
  await school.run()
  return school
}

describe('an explanation from the record of a run', () => {
  it('tells why a cell is hidden and what hides it, and leaves the release as it is', async () => {
    const school = await released(await schoolWithFewMen())
    const before = hashesBelow(june(school))
    const primary = await explain(school, 'region=D1,gender=M')
    expect(primary).toMatchObject({
      restricted: true,
      release: 'tiny/2026-06/1',
      status: 'primary',
      figures: [
        { figure: 'learners', value: 3, contributors: 3, primary: true },
        { figure: 'views', value: 3, contributors: 3, primary: true },
        { figure: 'minutes', value: 6, contributors: 3, primary: true },
      ],
    })
    expect(primary.rules.map(({ rule, figure }) => `${rule} ${figure}`)).toEqual([
      'threshold learners',
      'threshold views',
      'dominance views',
      'threshold minutes',
      'dominance minutes',
    ])
    const learners = primary.figures[0]!.interval!
    expect(learners.low).toBeLessThanOrEqual(3)
    expect(learners.up! - learners.low).toBeGreaterThanOrEqual(10)

    const sister = await explain(school, ' gender=F, region=D1 ')
    expect(sister.status).toBe('complementary')
    expect(sister.ifPublished.primaries).toContainEqual(
      expect.objectContaining({
        cell: { region: 'D1', gender: 'M' },
        figure: 'learners',
        how: 'exact',
        after: { low: 3, up: 3 },
        because: [
          expect.objectContaining({ words: 'learners at region=D1 = the sum of its 2 parts by gender' }),
        ],
      }),
    )
    expect((await explain(school, 'total')).status).toBe('published')
    expect((await explain(school, '')).figures[0]!.value).toBe(240)
    expect(hashesBelow(june(school))).toEqual(before)
  })

  it('needs no source, and is kept for its owner only', async () => {
    const school = await released(await schoolWithFewMen())
    await rm(school.data, { recursive: true })
    expect((await explain(school, 'region=D1,gender=M')).status).toBe('primary')
    const cells = join(runFolder(school), 'cells-2026-06.jsonl.gz')
    expect(statSync(cells).mode & 0o777).toBe(0o600)
    const text = gunzipSync(await readFile(cells)).toString()
    for (const canary of school.canaries()) expect(text).not.toContain(canary)
  })

  it('is not kept where nothing is released', async () => {
    const school = await schoolWithFewMen()
    await school.run({ publish: false })
    expect(readdirSync(runFolder(school)).filter((name) => name.startsWith('cells-'))).toEqual([])
  })
})

describe('an explanation is refused', () => {
  it.each([
    {
      table: 'nosuch',
      cell: 'total',
      says: 'the table must be one of active, courses, joined. Provided value: nosuch',
    },
    {
      table: 'active',
      cell: 'age=18',
      says: 'the dimension of active must be one of region, gender. Provided value: age',
    },
    {
      table: 'active',
      cell: 'gender=X',
      says: 'the code must be one of gender in active: one of _T, F, M. Provided value: X',
    },
  ])('for $table $cell', async ({ table, cell, says }) => {
    const school = await released(await tinyProject())
    await expect(explain(school, cell, table)).rejects.toThrow(new ConfigurationError(says))
  })

  it.each(['gender', 'gender=', 'gender=F,gender=M', '=F'])(
    'for the cell %s, which is none',
    async (cell) => {
      const school = await tinyProject()
      await expect(explain(school, cell)).rejects.toThrow(UsageError)
    },
  )

  it('without the record, without its cells, with another format, and with a damaged one', async () => {
    const school = await released(await tinyProject())
    const cells = join(runFolder(school), 'cells-2026-06.jsonl.gz')
    const whole = await readFile(cells)
    const refusal = async (says: string) => {
      await expect(explain(school, 'total')).rejects.toThrow(ConfigurationError)
      await expect(explain(school, 'total')).rejects.toThrow(says)
    }
    const text = gunzipSync(whole).toString()
    await writeFile(cells, gzipSync(text.replace('kohort-cells/1', 'kohort-cells/9')))
    await refusal("the run's record must be of the format kohort-cells/1. Provided value: kohort-cells/9")
    await writeFile(cells, gzipSync(text.split('\n').slice(0, -5).join('\n')))
    await refusal("the run's record must fit the release and this version")
    await writeFile(cells, whole.subarray(0, whole.length - 20))
    await refusal("the run's record must be whole")
    await rm(cells)
    await refusal("the run's record must hold the cells of the release")
    const run = join(runFolder(school), 'run.json')
    const record = await readFile(run, 'utf8')
    await writeFile(run, record.replace('kohort-run/1', 'kohort-run/9'))
    await refusal("the run's record must be of the format kohort-run/1. Provided value: kohort-run/9")
    await rm(runFolder(school), { recursive: true })
    await refusal('the workspace must hold the record of the run that made the release')
  })

  it('from the record of another release of the same period', async () => {
    const school = await released(await tinyProject())
    await rename(june(school), join(school.folder, 'first'))
    // A ledger would know that the period is out.
    await rm(join(school.workspace, 'ledger'), { recursive: true })
    school.rows.lesson_views.pop()
    await school.write()
    await school.run({ now: new Date('2026-07-02T00:00:00Z') })
    const runs = join(school.workspace, 'runs')
    await rm(join(runs, readdirSync(runs).toSorted()[0]!), { recursive: true })
    const first = explainReleasedCell({
      project: school.project,
      workspace: school.workspace,
      release: join(school.folder, 'first'),
      table: 'active',
      cell: 'total',
    })
    await expect(first).rejects.toThrow(
      "the workspace must hold the record of this release; its record of the period is another release's",
    )
    expect((await explain(school, 'total')).status).toBe('published')
  })

  it('for the release of another project, and for what is no release', async () => {
    const school = await released(await tinyProject())
    school.definition.project.id = 'other'
    await school.writeProject()
    await expect(explain(school, 'total')).rejects.toThrow(
      'the release must belong to the project. Provided value: tiny',
    )
    await rm(june(school), { recursive: true })
    await expect(explain(school, 'total')).rejects.toThrow('a release must be a folder with a manifest')
  })
})

describe('on the command line', () => {
  it('says first that it is restricted, and gives the same as JSON', async () => {
    const school = await released(await schoolWithFewMen())
    const folders = ['--project', school.project, '--workspace', school.workspace]
    const cell = [june(school), 'active', 'region=D1,gender=F']
    const text = await kohort('explain', ...folders, ...cell)
    expect(text.exitCode).toBe(0)
    const [first] = text.stdout.split('\n')
    expect(first).toBe('RESTRICTED: holds hidden counts; never pass it on, nor put it into a release')
    expect(text.stdout).toContain('region=D1,gender=F in active is hidden as complementary')
    expect(text.stdout).toContain('learners at region=D1,gender=M')
    const json = await kohort('explain', '--json', ...folders, ...cell)
    expect(JSON.parse(json.stdout)).toEqual(await explain(school, 'region=D1,gender=F'))
    const help = await kohort('explain', '--help')
    expect(help.stdout).toContain('--workspace')
  })

  it('ends with 1 without a record, and with 2 for a cell that is none', async () => {
    const school = await released(await tinyProject())
    const other = join(school.folder, 'other')
    const ask = (workspace: string, cell: string) =>
      kohort('explain', '--project', school.project, '--workspace', workspace, june(school), 'active', cell)
    const missing = await ask(other, 'total')
    expect(missing).toMatchObject({ exitCode: 1, stdout: '' })
    expect(missing.stderr).toContain('the workspace must hold the record of the run that made the release')
    expect(readdirSync(school.folder)).not.toContain('other')
    expect((await ask(school.workspace, 'gender')).exitCode).toBe(2)
  })
})

it('gives advice in the summary and the record, and nothing of it in the release', async () => {
  const school = await schoolWithFewMen()
  const result = await school.run()
  const active = result.periods[0]!.tables.find(({ table }) => table === 'active')!
  expect(active.costliest?.dimension).toBeDefined()
  expect(active.advice).toHaveLength(1)
  expect(active.advice[0]).toMatch(
    /^(the table without \w+|\w+ at level \w+) would publish [\d.]+ % of the cells that remain \(now [\d.]+ %\)$/,
  )
  expect(nightSummary(result)).toContain(`  advice: active: ${active.advice[0]}`)
  const record = await readFile(join(runFolder(school), 'run.json'), 'utf8')
  expect(record).toContain(active.advice[0])
  for (const [path, bytes] of filesBelow(june(school)))
    expect(bytes.includes('would publish'), path).toBe(false)
})
