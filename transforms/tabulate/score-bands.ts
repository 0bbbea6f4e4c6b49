import type { Code } from '../../schemas/cell.ts'
import { totalCode } from '../../schemas/hierarchy.ts'
import { totalLabels } from '../../schemas/labels.ts'

const broad = [
  { code: '0-49', from: 0, to: 49 },
  { code: '50-69', from: 50, to: 69 },
  { code: '70-100', from: 70, to: 100 },
]

/** Code of the ten-point band of a whole percentage; 100 belongs to the last one. */
export function tenPointBand(percent: number): string {
  const low = Math.min(90, Math.floor(percent / 10) * 10)
  return low === 90 ? '90-100' : `${low}-${low + 9}`
}

/** Code of the broad band (fail, middling, good) of a whole percentage. */
export function broadBand(percent: number): string {
  return broad.find(({ to }) => percent <= to)?.code ?? broad[2]!.code
}

/** Code list of scores at one of two levels: `ten` (ten-point bands under broad ones) or `broad`. */
export function scoreBandCodes(level: 'ten' | 'broad'): readonly Code[] {
  const codes: Code[] = [{ code: totalCode, parent: null, level: 0, labels: totalLabels }]
  for (const { code } of broad) codes.push({ code, parent: totalCode, level: 1, labels: { en: `${code} %` } })
  if (level === 'ten')
    for (let low = 0; low < 100; low += 10)
      codes.push({
        code: tenPointBand(low),
        parent: broadBand(low),
        level: 2,
        labels: { en: `${tenPointBand(low)} %` },
      })
  return codes
}

export const passCodes: readonly Code[] = [
  { code: totalCode, parent: null, level: 0, labels: totalLabels },
  { code: 'passed', parent: totalCode, level: 1, labels: { en: 'Passed', uz: 'O‘tdi', ru: 'Сдал' } },
  { code: 'failed', parent: totalCode, level: 1, labels: { en: 'Failed', uz: 'O‘tmadi', ru: 'Не сдал' } },
]
