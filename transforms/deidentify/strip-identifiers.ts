import { type FactName, facts } from '../../schemas/fact.ts'
import type { PeriodGrain } from '../../schemas/period.ts'
import { fateCode } from '../extract/row-fate.ts'
import { keyRelation, stagedRelation } from '../extract/stage-source.ts'
import { cohortRelation, identifier } from '../relation.ts'
import { clampedViews } from './clamp-minutes.ts'
import { codeRelation } from './contributor-code.ts'
import { type FactNeeds, factRelation, latestFactor } from './fact-relation.ts'

/** Columns: `code`, `day` of registration, the attributes' fields. */
export const learnerRelation = cohortRelation('learner')

/** SQL of `learnerRelation`: persons become codes; nothing else than attributes and the day is selected. */
export function stripLearners(persons: string, attributes: readonly string[]): string {
  return `CREATE OR REPLACE TABLE ${learnerRelation.from} AS
SELECT code, CAST(registered_at AS DATE) AS day${attributes.map((a) => `, ${identifier(a)}`).join('')}
FROM (${persons}) JOIN ${codeRelation.from} USING (person)`
}

/**
 * SQL of a fact's deidentified relation (see `factRelation`): one row an event, learners as codes, moments as
 * days (or the first day of their period).
 *
 * @param minutesPerLearner what a learner's minutes of a period are clamped to; `clampedLearnerRelation` must be there
 *   where minutes are needed
 */
export function stripFact(
  fact: FactName,
  needs: FactNeeds,
  grain: PeriodGrain,
  minutesPerLearner: number,
): string {
  const { relation } = factRelation(fact, needs)
  const day = (moment: string) => `CAST(date_trunc('${needs.day ? 'day' : grain}', ${moment}) AS DATE)`
  return `CREATE OR REPLACE TABLE ${relation.from} AS ${eventSelects[fact](needs, day, () => clampedViews(grain, minutesPerLearner))}`
}

type EventSelect = (needs: FactNeeds, day: (moment: string) => string, clamped: () => string) => string

const used = `fate = ${fateCode('used')}`
const withCode = `JOIN ${codeRelation.from} AS p ON p.person = s.learner_id`

const momentsOfProgress: Readonly<Record<string, string>> = facts.progress.at

/** SELECT of one row for each event: `code`, the event columns, and what merges. */
const eventSelects: Readonly<Record<FactName, EventSelect>> = {
  registrations: (_needs, day) => `SELECT code, ${day('day')} AS day, 1 AS n FROM ${learnerRelation.from}`,

  lesson_views: (needs, day, clamped) => {
    const course = { lesson: ', s.lesson_id AS lesson', course: ', l.course_id AS course' }
    const minutes = needs.quantities.map((quantity) => `, s.${quantity}`)
    const views =
      minutes.length > 0
        ? `(${clamped()})`
        : `(SELECT * FROM ${stagedRelation('lesson_views').from} WHERE ${used})`
    const lessons =
      needs.course === 'course' ? `JOIN ${keyRelation('lessons').from} AS l ON l.number = s.lesson_id` : ''
    return `SELECT p.code, ${day('s.started_at')} AS day, 1 AS n${needs.course === null ? '' : course[needs.course]}${minutes.join('')}
FROM ${views} AS s ${withCode} ${lessons}`
  },

  progress: (needs, day) =>
    needs.indicators
      .map((indicator) => {
        const moment = `s.${identifier(momentsOfProgress[indicator]!)}`
        const flags = needs.indicators.map((other) => `, ${other === indicator ? 1 : 0} AS n_${other}`)
        const outcomes = needs.latest.map((outcome) =>
          indicator === 'finished'
            ? `, ${latest(`date_diff('day', DATE '1970-01-01', CAST(${moment} AS DATE))`, `s.${outcome}`)} AS latest_${outcome}`
            : `, CAST(NULL AS BIGINT) AS latest_${outcome}`,
        )
        return `SELECT p.code, ${day(moment)} AS day, 1 AS n${needs.course === null ? '' : ', s.course_id AS course'}${flags.join('')}${outcomes.join('')}
FROM ${stagedRelation('progress').from} AS s ${withCode} WHERE s.${used} AND ${moment} IS NOT NULL`
      })
      .join('\nUNION ALL\n'),

  test_results: (needs, day) => {
    // In binary 100 · 0.29 lies under 29: rounding puts scores with decimals back where they belong.
    const percent = 'CAST(floor(round(100 * s.score / s.max_score, 9)) AS BIGINT)'
    const passed = 'CASE WHEN round(100 * s.score - t.pass_score * s.max_score, 6) >= 0 THEN 1 ELSE 0 END'
    const flags = needs.indicators.map((indicator) => `, ${passed} AS n_${indicator}`)
    const scores = needs.latest.map(
      (name) => `, ${latest('s.recency', `2 * ${percent} + ${passed}`)} AS latest_${name}`,
    )
    const ranked = `SELECT *, row_number() OVER (PARTITION BY learner_id ORDER BY submitted_at, attempt_id, score, max_score) AS recency FROM ${stagedRelation('test_results').from} WHERE ${used}`
    return `SELECT p.code, ${day('s.submitted_at')} AS day, 1 AS n${needs.course === null ? '' : ', s.course_id AS course'}${flags.join('')}${scores.join('')}
FROM (${ranked}) AS s ${withCode} JOIN ${keyRelation('tests').from} AS t ON t.number = s.test_id`
  },
}

function latest(moment: string, value: string): string {
  return `CAST((${moment}) * ${latestFactor} + (${value}) AS BIGINT)`
}
