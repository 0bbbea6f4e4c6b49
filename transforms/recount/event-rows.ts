import type { TableShape } from '../../schemas/cell.ts'
import { factNames, facts } from '../../schemas/fact.ts'
import { countedPersons } from '../admit/standing.ts'
import { fateCode } from '../extract/row-fate.ts'
import { keyRelation, stagedRelation } from '../extract/stage-source.ts'
import { literal } from '../relation.ts'

const absent = {
  tie: 'NULL',
  track: 'NULL',
  course: 'NULL',
  lesson: 'NULL',
  indicator: 'NULL',
  minutes: '0',
  outcome: 'CAST(NULL AS INTEGER)',
  percent: 'CAST(NULL AS INTEGER)',
}

function row(columns: Readonly<Record<string, string>>, from: string): string {
  const all = Object.entries({ ...absent, ...columns }).map(([name, sql]) => `${sql} AS ${name}`)
  return `SELECT ${all.join(', ')} FROM ${from}`
}

/**
 * SELECT of one row, in the form of `eventRows`, for each learner of a stock: the moment from which they are in it is
 * that of their registration, or of the first event that any table of the release may count.
 *
 * @param shapes all tables of the release, the stock's among them
 */
export function stockRows(shapes: readonly TableShape[]): string {
  const seen = shapes.map((shape) => `SELECT person, moment FROM (${eventRows(shape)})`)
  const first = `SELECT person, min(moment) AS moment FROM (${seen.join(' UNION ALL ')}) GROUP BY person`
  return row({ person: 's.person', moment: 's.moment' }, `(${first}) AS s`)
}

/**
 * SELECT of one row for each event in the vault that a table may count: `person`, `moment`, `tie`, `track`,
 * `course`, `lesson` (keys as in the source), `indicator`, `minutes`, `outcome`, `percent`.
 * Events of one moment are in the order of `tie`.
 */
export function eventRows(shape: TableShape): string {
  const fact = factNames.find((name) => name === shape.fact)
  if (fact === undefined) throw new Error(`a table must count a fact that exists: ${shape.fact}`)
  const used = `s.fate = ${fateCode('used')}`
  const course = `JOIN ${keyRelation('courses').from} AS c ON c.number =`
  const placed = shape.dimensions.some(({ name }) => name === 'course')
  switch (fact) {
    case 'registrations':
      return row({ person: 's.person', moment: 's.registered_at' }, `(${countedPersons([])}) AS s`)
    case 'lesson_views':
      return row(
        {
          person: 's.learner_id',
          moment: 'CAST(s.started_at AS TIMESTAMP)',
          ...(placed ? { track: 'c.track', course: 'c.id', lesson: 'l.id' } : {}),
          ...(shape.baseMeasures.some(({ quantity }) => quantity === 'minutes')
            ? {
                minutes: 'CAST(floor((s.seconds + 30) / 60.0) AS BIGINT)',
                tie: "{'lesson': s.lesson_id, 'seconds': s.seconds}",
              }
            : {}),
        },
        `${stagedRelation('lesson_views').from} AS s ${placed ? `JOIN ${keyRelation('lessons').from} AS l ON l.number = s.lesson_id ${course} l.course_id` : ''} WHERE ${used}`,
      )
    case 'progress': {
      const withResult = shape.dimensions.some(({ kind }) => kind === 'outcome')
      return Object.entries(facts.progress.at)
        .filter(([indicator]) => shape.baseMeasures.some(({ where }) => where === indicator))
        .map(([indicator, moment]) =>
          row(
            {
              person: 's.learner_id',
              moment: `CAST(CAST(s.${moment} AS DATE) AS TIMESTAMP)`,
              indicator: literal(indicator),
              ...(placed ? { track: 'c.track', course: 'c.id' } : {}),
              ...(withResult ? { outcome: 's.result', tie: 's.result' } : {}),
            },
            `${stagedRelation('progress').from} AS s ${placed ? `${course} s.course_id` : ''} WHERE ${used} AND s.${moment} IS NOT NULL`,
          ),
        )
        .join(' UNION ALL ')
    }
    case 'test_results': {
      // The source's decimals are not exact in binary: what they miss is less than any two scores differ by.
      const passed = '100 * s.score > t.pass_score * s.max_score - 5e-7'
      return row(
        {
          person: 's.learner_id',
          moment: 's.submitted_at',
          tie: "{'attempt': s.attempt_id, 'score': s.score, 'maximum': s.max_score}",
          outcome: `CAST(${passed} AS INTEGER)`,
          percent: 'CAST(floor(100 * s.score / s.max_score + 5e-10) AS INTEGER)',
          indicator: `CASE WHEN ${passed} THEN 'passed' END`,
          ...(placed ? { track: 'c.track', course: 'c.id' } : {}),
        },
        `${stagedRelation('test_results').from} AS s JOIN ${keyRelation('tests').from} AS t ON t.number = s.test_id ${placed ? `${course} s.course_id` : ''} WHERE ${used}`,
      )
    }
  }
}
