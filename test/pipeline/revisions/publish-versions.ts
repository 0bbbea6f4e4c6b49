import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { TinyProject } from '../tiny-project.ts'
import { fillSchool, lookOf, type Pupil, period, revisionSchool, type State } from './revision-school.ts'

export interface PublishedVersions {
  readonly school: TinyProject
  /** By day: who was counted, where and with what, in the version of that day; null where there is none. */
  readonly truth: readonly (State | null)[]
  readonly versions: number
}

/** Releases the first state, and looks at the period again for each later one. */
export async function publishVersions(states: readonly State[], k: number): Promise<PublishedVersions> {
  const school = await revisionSchool(k)
  const truth: (State | null)[] = []
  let versions = 0
  for (const [n, state] of states.entries()) {
    await fillSchool(school, state)
    const { outcome, periods } = await school.run(lookOf(n))
    expect(outcome, periods.flatMap(({ reasons }) => reasons).join('; ')).toBe('done')
    const isOut = existsSync(join(school.releases, period, `v${versions + 1}`))
    if (isOut) versions++
    truth.push(isOut ? asCounted(state, truth) : null)
  }
  return { school, truth, versions }
}

/** Whoever was in an earlier version is counted where they were then. */
function asCounted(state: State, truth: readonly (State | null)[]): State {
  const placeOf = (learner: number, pupil: Pupil) =>
    truth.map((one) => one?.get(learner)?.place).find((place) => place !== undefined) ?? pupil.place
  return new Map(
    [...state].map(([learner, pupil]) => [learner, pupil && { ...pupil, place: placeOf(learner, pupil) }]),
  )
}
