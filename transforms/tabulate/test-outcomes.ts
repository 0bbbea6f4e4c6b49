import type { Code } from '../../schemas/cell.ts'
import { totalCode } from '../../schemas/hierarchy.ts'
import { type Labels, totalLabels } from '../../schemas/labels.ts'
import { scoreBandCode } from '../../schemas/score-band.ts'

/** Levels of the outcome of tests, coarse to fine. */
export const testOutcomeLevels = ['pass', 'broad', 'ten'] as const
export type TestOutcomeLevel = (typeof testOutcomeLevels)[number]

/** Least and greatest share of points that passes a test, per cent. */
export interface PassMarks {
  readonly least: number
  readonly greatest: number
}

const broadBands = [
  [0, 49],
  [50, 69],
  [70, 100],
] as const
const tenPointBands = Array.from({ length: 10 }, (_, i) => [10 * i, i === 9 ? 100 : 10 * i + 9] as const)

const verdicts = [
  { code: 'passed', labels: { en: 'Passed', uz: 'O‘tdi', ru: 'Сдал' } },
  { code: 'failed', labels: { en: 'Failed', uz: 'O‘tmadi', ru: 'Не сдал' } },
] as const

/**
 * Code list of the outcome of tests: passed and failed, and the score bands within each.
 *
 * Bands lie within passed and failed since they describe the same scores: side by side, passed less the bands
 * over all pass marks would give away who scored between two pass marks. Bands that no pass mark allows are left
 * out, for they would be empty in every cell.
 */
export function testOutcomeCodes(level: TestOutcomeLevel, marks: PassMarks): readonly Code[] {
  const codes: Code[] = [{ code: totalCode, parent: null, level: 0, labels: totalLabels }]
  for (const { code, labels } of verdicts) codes.push({ code, parent: totalCode, level: 1, labels })
  if (level === 'pass') return codes
  for (const verdict of verdicts)
    for (const band of possible(broadBands, verdict.code, marks))
      codes.push({
        code: scoreBandCode(verdict.code, band),
        parent: verdict.code,
        level: 2,
        labels: bandLabels(verdict.labels, band),
      })
  if (level === 'broad') return codes
  for (const verdict of verdicts)
    for (const band of possible(tenPointBands, verdict.code, marks)) {
      const parent = scoreBandCode(verdict.code, broadBands.find(([, to]) => band[0] <= to)!)
      codes.push({
        code: scoreBandCode(verdict.code, band),
        parent,
        level: 3,
        labels: bandLabels(verdict.labels, band),
      })
    }
  return codes
}

/**
 * Code of a learner's latest result at a level.
 *
 * @param percent whole per cent of the points, 0 to 100
 */
export function testOutcomeCode(level: TestOutcomeLevel, passed: boolean, percent: number): string {
  const verdict = passed ? 'passed' : 'failed'
  if (level === 'pass') return verdict
  const bands: readonly Band[] = level === 'broad' ? broadBands : tenPointBands
  return scoreBandCode(verdict, bands.find(([, to]) => percent <= to)!)
}

type Band = readonly [from: number, to: number]

function possible(bands: readonly Band[], verdict: string, { least, greatest }: PassMarks): readonly Band[] {
  return bands.filter(([from, to]) => (verdict === 'passed' ? to >= Math.floor(least) : from < greatest))
}

function bandLabels(verdict: Labels, [from, to]: Band): Labels {
  const named = (name: string | undefined) => `${name ?? verdict.en}, ${from}–${to} %`
  return { en: named(verdict.en), uz: named(verdict.uz), ru: named(verdict.ru) }
}
