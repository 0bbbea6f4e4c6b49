import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { protectCells } from '../../pipeline/protect-cells.ts'

const folder = new URL('../../../shared/data/tables/', import.meta.url)
const absent = !existsSync(folder) && process.env['REQUIRE_SHARED'] !== '1'

const cubes = [
  { file: 'S20k_region_age_gender_edu.csv', dimensions: 'region,age,gender,edu', cells: 1890 },
  { file: 'A20k_district_age_gender.csv', dimensions: 'region>district,age,gender', cells: 4515 },
  { file: 'B200k_district_age_gender.csv', dimensions: 'region>district,age,gender', cells: 4515 },
] as const
/** Complementary cells of GaussSuppression 1.2.3 without singletons, and ours with: none may need more. */
const peer = [
  { primary: 495, complementary: 194, apart: 200 },
  { primary: 2219, complementary: 214, apart: 210 },
  { primary: 443, complementary: 323, apart: 320 },
] as const

describe.skipIf(absent)('benchmark cubes in ../shared (skipped where absent)', () => {
  it.each(cubes.map((cube, i) => ({ ...cube, ...peer[i]! })))(
    'hides no more than GaussSuppression in $file',
    async ({ file, dimensions, cells, primary, complementary, apart }) => {
      const options = {
        cells: new URL(file, folder).pathname,
        count: 'freq',
        dimensions,
        minimumContributors: 10,
        intervalWidth: 1,
        zeros: 'publish',
        hiddenAtLeast: 0,
        effort: 'standard',
        loss: 'cells',
        out: null,
      } as const
      const result = await protectCells({ ...options, singletons: false })
      expect(result).toMatchObject({ withheld: false, cells, primary, exhausted: false })
      expect(result.complementary).toBeLessThanOrEqual(complementary)
      const alone = await protectCells({ ...options, singletons: true })
      expect(alone).toMatchObject({ withheld: false, unavoidable: 0, exhausted: false })
      expect(alone.complementary).toBeLessThanOrEqual(apart)
    },
    60_000,
  )

  it('protects a cube of 4,515 cells to a width of 10', async () => {
    const { file, dimensions } = cubes[2]
    const result = await protectCells({
      cells: new URL(file, folder).pathname,
      count: 'freq',
      dimensions,
      minimumContributors: 10,
      intervalWidth: 10,
      zeros: 'publish',
      hiddenAtLeast: 0,
      singletons: true,
      effort: 'standard',
      loss: 'cells',
      out: null,
    })
    expect(result).toMatchObject({ withheld: false, primary: 443, unavoidable: 0 })
    expect(result.narrowest).toBeGreaterThanOrEqual(10)
    expect(result.complementary).toBeLessThanOrEqual(440)
  }, 120_000)
})
