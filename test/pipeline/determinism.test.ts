import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hashesBelow, reproducible } from './released-files.ts'
import { type Row, type TinyProject, tinyProject } from './tiny-project.ts'

/** A school whose smallest groups are hidden: four men in R1, and the ties that protecting them breaks. */
async function unevenSchool(reorder: (rows: Row[]) => Row[] = (rows) => rows): Promise<TinyProject> {
  const school = await tinyProject('all')
  const men = school.rows.learners
    .filter(({ gender, district }) => gender === 'M' && (district === 'D1' || district === 'D2'))
    .slice(4)
  for (const man of men) man['gender'] = 'F'
  for (const source of school.sources) school.rows[source] = reorder(school.rows[source])
  await school.write()
  return school
}

describe('the same night in a fresh workspace', () => {
  it('gives the same bytes of every file but release.duckdb', async () => {
    const [one, other] = [await unevenSchool(), await unevenSchool()]
    const { periods } = await one.run({ period: undefined })
    await other.run({ period: undefined })
    expect(
      periods
        .flatMap(({ tables }) => tables)
        .some(({ primary, complementary }) => primary > 0 && complementary > 0),
    ).toBe(true)
    expect(Object.keys(reproducible(one.releases))).toHaveLength(2 * (2 * 5 + 2))
    expect(reproducible(other.releases)).toEqual(reproducible(one.releases))
  })

  it('does not depend on the order of the sources’ rows, nor on when it runs', async () => {
    const [one, other] = [await unevenSchool(), await unevenSchool((rows) => rows.toReversed())]
    await one.run()
    await other.run({ now: new Date('2027-01-01T00:00:00Z') })
    expect(reproducible(other.releases)).toEqual(reproducible(one.releases))
  })
})

describe('the same night in the same workspace', () => {
  it('releases nothing new and changes no byte', async () => {
    const school = await unevenSchool()
    await school.run({ period: undefined })
    const before = hashesBelow(school.releases)
    const key = await readFile(join(school.workspace, 'tie-break.key'))
    for (const period of [undefined, '2026-06']) {
      const again = await school.run({ period })
      expect(again.periods).toEqual([])
      expect(again.alreadyReleased).toEqual(period === undefined ? ['2026-05', '2026-06'] : ['2026-06'])
    }
    expect(hashesBelow(school.releases)).toEqual(before)
    expect(await readFile(join(school.workspace, 'tie-break.key'))).toEqual(key)
  })

  it('keeps what is released when a source changes afterwards', async () => {
    const school = await unevenSchool()
    await school.run()
    const before = hashesBelow(school.releases)
    school.rows.learners[0]!['erasure_requested_at'] = '2026-06-30 00:00:00'
    await school.write()
    expect((await school.run()).alreadyReleased).toEqual(['2026-06'])
    expect(hashesBelow(school.releases)).toEqual(before)
  })

  it('releases in two nights what one night gives', async () => {
    const [school, whole] = [await unevenSchool(), await unevenSchool()]
    await school.run({ period: '2026-05' })
    expect((await school.run({ period: undefined })).periods.map(({ period }) => period.id)).toEqual([
      '2026-06',
    ])
    await whole.run({ period: undefined })
    expect(reproducible(school.releases)).toEqual(reproducible(whole.releases))
  })

  it('shows what it would publish, and publishes nothing, when it only plans', async () => {
    const school = await unevenSchool()
    const { periods } = await school.run({ publish: false })
    expect(periods.map(({ outcome, folder }) => [outcome, folder])).toEqual([['planned', null]])
    school.expectNothingLeft()
  })
})

describe('another table or attribute', () => {
  it('needs one YAML file', async () => {
    const school = await tinyProject()
    await school.put(
      'school/tables/by-day.yaml',
      'id: by-day\ntitle: { en: Views by day }\nfrom: lesson_views\ndimensions: { day: {} }\nmeasures: { views: { count: events } }\n',
    )
    await school.run()
    expect(await school.published('by-day', 'day, views', '2026-06', 'views > 0')).toEqual([
      ['2026-06-10', 240],
      ['_T', 240],
    ])
    expect(await school.published('by-day', 'count(*)')).toEqual([[31]])
  })

  it('needs a column, its declaration and its hierarchy', async () => {
    const school = await tinyProject()
    // Of each six learners three speak Uzbek, two Karakalpak, and one has not said.
    school.rows.learners.forEach((row, i) => {
      row['language'] = ['uz', 'uz', 'uz', 'kaa', 'kaa', null][i % 6]!
    })
    school.hierarchies['language.csv'] = 'uz;turkic;*\nkaa;turkic;*\nru;slavic;*\n'
    school.definition.attributes['language'] = {
      role: 'quasi-identifier',
      title: { en: 'Language' },
      hierarchy: 'hierarchies/language.csv',
      levels: ['language', 'family'],
    }
    school.tables['languages'] = {
      id: 'languages',
      title: { en: 'Languages' },
      from: 'lesson_views',
      dimensions: { language: {} },
      measures: { learners: { count: 'learners' } },
    }
    await school.write()
    await school.run()
    expect(await school.published('languages', 'language, learners')).toEqual([
      ['_T', 240],
      ['_X', 40],
      ['kaa', 80],
      ['ru', 0],
      ['slavic', 0],
      ['turkic', 200],
      ['uz', 120],
    ])
  })
})
