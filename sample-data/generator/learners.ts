import { moment } from './clock.ts'
import { type SampleFormat, spoil } from './dirt.ts'
import type { Draws } from './draws.ts'

const specialisations = [
  'IT',
  'taʼlim',
  'moliya',
  'tibbiyot',
  'qishloq xoʻjaligi',
  'muhandislik',
  'huquq',
  'dizayn',
]

/**
 * SQL for the rows of `learners`, in the order of accounts, so that a repeated id
 * follows the row that it repeats. Under 16 at registration, three in ten lack a guardian's consent.
 */
export function learnerRows(draw: Draws, format: SampleFormat): string {
  const spoiled = (field: string, column = field) =>
    `${spoil('learners', field, 'no', column, format)} AS ${field}`
  const birth = `(${moment('person_registered')}::DATE - to_years(age::INT) - to_days(1 + ${draw.below('person', 'birthday', 363)}::INT))::DATE`
  const kind = draw.unit('no', 'account type')
  const consent = draw.unit('no', 'statistics')
  const guardian = draw.unit('no', 'guardian')
  const special = `[${specialisations.map((name) => `'${name}'`).join(', ')}][1 + ${draw.below('person', 'specialisation', specialisations.length)}]`
  return `WITH stated AS (
  SELECT no, learner_id, full_name, email, phone, ${birth} AS birth_date, region, district, settlement, gender,
    education, occupation,
    CASE WHEN age >= 18 AND ${draw.chance('person', 'has specialisation', 0.8)} THEN ${special} END AS specialisation,
    ${moment('registered')} AS registered_at, ${moment('deleted')} AS deleted_at, ${moment('erasure')} AS erasure_requested_at,
    CASE WHEN ${consent} < 0.015 THEN false WHEN ${consent} < 0.93 THEN true END AS statistics_consent,
    CASE WHEN age < 16 THEN CASE WHEN ${guardian} < 0.7 THEN true WHEN ${guardian} < 0.85 THEN false END END AS guardian_consent,
    CASE WHEN ${kind} < 0.006 THEN 'staff' WHEN ${kind} < 0.01 THEN 'test' ELSE 'learner' END AS account_type
  FROM account
), ordered AS (
  SELECT s.*, p.learner_id AS previous_id FROM stated s LEFT JOIN account p ON p.no = abs(s.no - 1)
)
SELECT ${spoiled('learner_id')}, full_name, email, phone, ${spoiled('birth_date')}, region, ${spoiled('district')},
  ${spoiled('settlement')}, ${spoiled('gender')}, ${spoiled('education')}, occupation, specialisation,
  ${spoiled('registered_at')}, deleted_at, erasure_requested_at, statistics_consent, guardian_consent,
  ${spoiled('account_type')}
FROM ordered ORDER BY no`
}
