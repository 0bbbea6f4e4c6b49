import { expect, it } from 'vitest'
import { broadBand, scoreBandCodes, tenPointBand } from '../../../transforms/tabulate/score-bands.ts'

it.each([
  { percent: 0, ten: '0-9', broad: '0-49' },
  { percent: 9, ten: '0-9', broad: '0-49' },
  { percent: 49, ten: '40-49', broad: '0-49' },
  { percent: 50, ten: '50-59', broad: '50-69' },
  { percent: 69, ten: '60-69', broad: '50-69' },
  { percent: 70, ten: '70-79', broad: '70-100' },
  { percent: 99, ten: '90-100', broad: '70-100' },
  { percent: 100, ten: '90-100', broad: '70-100' },
])('$percent % lies in $ten and in $broad', ({ percent, ten, broad }) => {
  expect([tenPointBand(percent), broadBand(percent)]).toEqual([ten, broad])
})

it('lists the band of every percentage, under the broad band that holds it', () => {
  const parents = new Map(scoreBandCodes('ten').map(({ code, parent }) => [code, parent]))
  for (let percent = 0; percent <= 100; percent++)
    expect(parents.get(tenPointBand(percent))).toBe(broadBand(percent))
  expect(scoreBandCodes('broad').map(({ level }) => level)).toEqual([0, 1, 1, 1])
})
