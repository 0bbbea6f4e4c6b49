import {
  countAbsent,
  countAbsentSince,
  countDeparted,
  countNewlyAbsent,
  countRequested,
  noteAbsent,
} from '../../transforms/contributions/advance-contributions.ts'
import type { Database } from '../database.ts'
import { daysBefore } from '../period-calendar.ts'

/** Days for which learners who are in no source keep their code: one bad export must not make them others. */
const daysOfAbsence = 30

/** What the operator is told where learners are in no source. */
export function absentText(learners: number): string {
  return `${learners} learners who were counted are in no source: their codes are kept for ${daysOfAbsence} days. If a file is missing, put it back`
}

/** Numbers of learners: nobody is named. */
export interface Departures {
  readonly forgotten: number
  /** Of these, who asked for erasure. */
  readonly requested: number
  /** In no source, and kept for a while. */
  readonly absent: number
  /** Contributions are not what they were. */
  readonly isChanged: boolean
}

/**
 * Takes note of who is absent from the sources, and forgets who is refused, or absent for long, once this run has read
 * them. Contributions are those of the run's database.
 *
 * @param today `YYYY-MM-DD`
 * @param forget SQL, given the day before which who is absent since then is forgotten
 */
export async function forgetContributions(
  database: Database,
  today: string,
  forget: (before: string) => readonly string[],
): Promise<Departures> {
  const moved = await database.count(countNewlyAbsent())
  await database.run(noteAbsent(today))
  const before = keptSince(today)
  const forgotten = await database.count(countDeparted(before))
  const requested = await database.count(countRequested(before))
  if (forgotten > 0) for (const sql of forget(before)) await database.run(sql)
  return {
    forgotten,
    requested,
    absent: await database.count(countAbsent()),
    isChanged: moved + forgotten > 0,
  }
}

/**
 * Whether learners are absent for so long that they are to be forgotten, unless the sources have them again: a night has to
 * read these then, though nothing else is due. Contributions are those of the run's database.
 */
export async function isForgettingDue(database: Database, today: string): Promise<boolean> {
  return (await database.count(countAbsentSince(keptSince(today)))) > 0
}

/** Who is absent since before this day is forgotten. */
function keptSince(today: string): string {
  return daysBefore(today, daysOfAbsence)
}
