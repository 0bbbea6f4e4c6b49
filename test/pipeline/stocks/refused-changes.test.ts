import { describe, expect, it } from 'vitest'
import type { TinyProject } from '../tiny-project.ts'
import { simulate } from '../updates/simulated-stock.ts'
import { setTables } from './changing-school.ts'
import { fillSchool, monthOf, stockSchool } from './stock-school.ts'

const nights = simulate(3, 2)
const [region, gender] = [{}, {}]

describe('a stock that is out', { timeout: 200_000 }, () => {
  it.each([
    {
      what: 'may not be left out',
      change: (school: TinyProject) => setTables(school, { stocks: { others: { gender } } }),
      message: /put the table back, and retire it.*table registered/,
    },
    {
      what: 'may not lose codes to a coarser level',
      change: (school: TinyProject) =>
        setTables(school, { level: 'region', stocks: { registered: { region, gender } } }),
      message: /add a table of another id beside it, and retire this one.*table registered/,
    },
    {
      what: 'may not have siblings merged',
      change: (school: TinyProject) => {
        school.definition.attributes['region']!['merge'] = ['n2', 'n3']
      },
      message: /add a table of another id beside it, and retire this one.*table registered/,
    },
  ])('$what: the way on is said', async ({ change, message }) => {
    const school = await stockSchool()
    await fillSchool(school, nights, 0)
    await school.run(monthOf(0))
    change(school)
    await fillSchool(school, nights, 1)
    expect(await school.failure(monthOf(1))).toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(message),
    })
  })
})
