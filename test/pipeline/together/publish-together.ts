import { expect } from 'vitest'
import type { TinyProject } from '../tiny-project.ts'
import { fillSchool, nightOf, nights, type Pupil, togetherSchool } from './together-school.ts'

/** Runs night after night on one workspace. */
export async function publishTogether(
  pupils: readonly Pupil[],
  k: number,
  last = nights.length - 1,
  begin = togetherSchool,
): Promise<{ readonly school: TinyProject; readonly versions: number }> {
  const school = await begin(k)
  let versions = 0
  for (let night = 0; night <= last; night++) {
    await fillSchool(school, pupils, night)
    const { outcome, periods, revisions } = await school.run(nightOf(night))
    expect(outcome, periods.flatMap(({ reasons }) => reasons).join('; ')).toMatch(/done|idle/)
    versions += (revisions ?? []).filter(({ version }) => version !== null).length
  }
  return { school, versions }
}
