import type { DuckDBConnection } from '@duckdb/node-api'
import { slots, stage } from './staging.ts'

export const traitSlots = 512

/** Ages at which a new stage of life begins; the first one ends at 16. */
const stagesOfLife = [16, 18, 22, 25, 35] as const

const education = ['ED1', 'ED2', 'ED3', 'ED4', 'ED5', 'ED6', 'ED7', 'ED8'] as const
/** Attainment by stage of life, in per cent, in the order above. Our assumption. */
const attained: readonly (readonly number[])[] = [
  [70, 30, 0, 0, 0, 0, 0, 0],
  [6, 84, 10, 0, 0, 0, 0, 0],
  [0, 8, 60, 10, 8, 14, 0, 0],
  [0, 3, 30, 9, 12, 40, 6, 0],
  [0, 2, 32, 10, 10, 33, 12, 1],
  [0, 3, 36, 12, 8, 28, 11, 2],
]

const occupations = [
  'STU',
  'NONE',
  'OC0',
  'OC1',
  'OC2',
  'OC3',
  'OC4',
  'OC5',
  'OC6',
  'OC7',
  'OC8',
  'OC9',
] as const
const occupied: readonly (readonly number[])[] = [
  [99, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  [96, 3, 0, 0, 0, 0, 0, 0.5, 0, 0, 0, 0.5],
  [68, 8, 1, 0, 2, 4, 4, 6, 1, 3, 1, 2],
  [38, 12, 1, 2, 15, 9, 7, 8, 1, 4, 1, 2],
  [6, 16, 1, 7, 32, 13, 7, 9, 1, 5, 2, 1],
  [2, 18, 1, 12, 31, 12, 6, 8, 2, 5, 2, 1],
]

const firstAge = 14
/** Share of each age from 14 to 68 at registration: mostly young, thinning out after 35. Our assumption. */
const ages = Array.from({ length: 55 }, (_, i) => {
  const age = i + firstAge
  if (age < 16) return 1.5
  if (age < 18) return 3
  if (age < 25) return 4.6
  if (age < 35) return 3.5
  return age < 50 ? 1.3 : 0.4
})

/** SQL for the stage of life at an age, from 0. */
export function stageOfLife(age: string): string {
  return stagesOfLife.map((first) => `(${age} >= ${first})::INT`).join(' + ')
}

/** Stages `age_pick(slot, age)`, `education_pick(stage, slot, code)` and `occupation_pick(stage, slot, code)`. */
export async function stageTraits(connection: DuckDBConnection): Promise<void> {
  await stage(
    connection,
    'age_pick',
    { slot: 'BIGINT', age: 'BIGINT' },
    slots(ages, traitSlots).map((item, slot) => [slot, item + firstAge]),
  )
  const byStage = (codes: readonly string[], shares: readonly (readonly number[])[]) =>
    shares.flatMap((row, life) => slots(row, traitSlots).map((item, slot) => [life, slot, codes[item]!]))
  const columns = { stage: 'BIGINT', slot: 'BIGINT', code: 'VARCHAR' }
  await stage(connection, 'education_pick', columns, byStage(education, attained))
  await stage(connection, 'occupation_pick', columns, byStage(occupations, occupied))
}
