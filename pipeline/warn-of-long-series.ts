import type { Due } from './find-due.ts'
import type { Project } from './load-project.ts'

/** More due periods than this are seldom meant. */
const longSeries = 60

/** A single row with a wrong year makes a series begin long before the school. */
export function warnOfLongSeries(
  project: Project,
  { first, open }: Due,
  say: (message: string) => void,
): void {
  if (project.definition.releases.from === undefined && open.length > longSeries)
    say(
      `${open.length} periods are due, the first with a row being ${first.id}: releases.from can name a later one`,
    )
}
