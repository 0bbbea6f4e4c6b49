import { describe, expect, it } from 'vitest'
import { publish, refusing, some, standing, told, viewsOf } from './side-by-side.ts'
import { nights, pupilsWith, quarter } from './together-school.ts'

const first = pupilsWith([]).length

/** Beside some of one place who are always active: six who are so at first only, others now and then, and some who never are. */
const pupilsOf = (idle: number, idleAndNew: number) =>
  pupilsWith([
    ...some(6, { views: viewsOf([0]) }),
    ...some(6, { views: viewsOf([1, 2]) }),
    ...some(6, { views: viewsOf([0, 2]) }),
    ...some(idle, { views: [] }),
    ...some(idleAndNew, { joined: 4, views: [] }),
  ])

describe('who withdrew consent within a quarter, and did something in it before only', {
  timeout: 400_000,
}, () => {
  const never = nights.length
  it.each([
    { because: 'of five one is back', idle: 4, fresh: 0, gone: 1, back: 4, isShown: false },
    { because: 'of six one is back', idle: 5, fresh: 0, gone: 1, back: 4, isShown: true },
    { because: 'nobody came back', idle: 5, fresh: 0, gone: 1, back: never, isShown: true },
    { because: 'others came who are new', idle: 0, fresh: 5, gone: 5, back: never, isShown: true },
  ])(
    'hides no few idle: $because, so all who are active are shown: $isShown',
    async ({ idle, fresh, gone, back, isShown }) => {
      const isRefused = (pupil: number, night: number) =>
        first <= pupil && pupil < first + gone && night >= 2 && night < back
      const school = await publish(pupilsOf(idle, fresh), [0, 2, 4], refusing(isRefused))
      expect(await told(school)).toEqual([])
      const rows = await standing(school, quarter, 1, 'active')
      expect(rows?.has('_T _T')).toBe(isShown)
    },
  )
})

describe('accounts that turn out to be of one person', { timeout: 400_000 }, () => {
  it('hide no few idle where one of each did something, and the other nothing', async () => {
    const [idle, linked] = [9, 5]
    const firstIdle = first + 18
    const school = await publish(pupilsOf(idle, 0), [0, 2, 4], (account, pupil, night) => {
      const isOther = firstIdle <= pupil && pupil < firstIdle + linked
      if (isOther && night === 4) account['email'] = `pupil-${first + pupil - firstIdle}@mail.example`
    })
    expect(await told(school)).toEqual([])
    const rows = await standing(school, quarter, 1, 'active')
    expect(rows?.has('_T _T')).toBe(false)
  })
})
