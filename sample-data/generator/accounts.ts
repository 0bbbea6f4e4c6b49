import type { DuckDBConnection } from '@duckdb/node-api'
import { closing, days, opening } from './clock.ts'
import type { Draws } from './draws.ts'
import { identity } from './identity.ts'
import { poolSize } from './names.ts'
import { districtSlots } from './places.ts'
import { stageOfLife, traitSlots } from './traits.ts'

/** One in a hundred accounts was opened before April 2022 and deleted over three years before the end. */
const oldShare = 0.01
/** Registrations a day at the end, as a multiple of their average; they grow evenly from the rest to it. */
const growth = 1.8

/**
 * Makes `account`: one row an account, ordered by `no`, its moments in seconds of `clock.ts`.
 *
 * Accounts come in threes; the second of three may be another account of the first's person and share
 * its phone or its e-mail, the third one more that shares the other with the second. `person` is the
 * first account of the same person, from which the traits are taken; `learners` of them in all.
 */
export async function makeAccounts(
  connection: DuckDBConnection,
  learners: number,
  seed: number,
  draw: Draws,
): Promise<void> {
  const names = identity(seed)
  const second = (n: string) => draw.chance(n, 'second account', 0.055)
  const byPhone = (n: string) => draw.chance(n, 'shares the phone', 0.5)
  const floor = 2 - growth
  const slope = 2 * (growth - 1)
  // The inverse of the distribution function whose density rises evenly from `floor` to `growth`.
  const elapsed = `((sqrt(${floor * floor} + ${2 * slope} * ${draw.unit('no', 'registered')}) - ${floor}) / ${slope})`
  const pool = (purpose: string) => draw.below('no', purpose, poolSize)

  await connection.run(`CREATE TEMP TABLE account AS
WITH numbered AS (
  SELECT range AS no,
    range % 3 = 1 AND ${second('range')} AS second,
    range % 3 = 2 AND ${second('range - (range % 3 = 2)::INT')} AND ${draw.chance('range', 'third account', 0.1)} AS third
  FROM range(${learners})
), linked AS (
  SELECT no,
    CASE WHEN second THEN no - 1 WHEN third THEN no - 2 ELSE no END AS person,
    CASE WHEN second AND ${byPhone('no')} OR third AND NOT ${byPhone('no - third::INT')} THEN no - 1 ELSE no END AS phone_no,
    CASE WHEN second AND NOT ${byPhone('no')} OR third AND ${byPhone('no - third::INT')} THEN no - 1 ELSE no END AS email_no,
    no % 3 = 2 AND NOT third AS alone,
    ${draw.chance('no', 'old', oldShare)} AS old
  FROM numbered
), timed AS (
  SELECT *,
    CASE WHEN old THEN ${days(5 * 365)} + ${draw.below('no', 'registered', days(2 * 365))}
      ELSE ${opening} + floor(${elapsed} * ${closing - opening})::BIGINT END AS registered
  FROM linked
), ended AS (
  SELECT *,
    CASE WHEN old THEN registered + 1 + ${draw.below('no', 'deleted', days(400))}
      WHEN ${draw.chance('no', 'deletes', 0.015)} THEN registered + 1 + ${draw.below('no', 'deleted', `${closing} - registered`)} END AS deleted,
    CASE WHEN ${draw.chance('no', 'erasure', 0.006)} THEN registered + 1 + ${draw.below('no', 'erased', `${closing} - registered`)} END AS erasure
  FROM timed
), slotted AS (
  SELECT no, registered,
    CASE WHEN ${draw.chance('no', 'gender', 0.47)} THEN 'F' ELSE 'M' END AS gender,
    ${draw.below('no', 'age', traitSlots)} AS age_slot,
    ${draw.below('no', 'district', districtSlots)} AS place_slot,
    ${pool('first name')} AS first_place, ${pool('last name')} AS last_place, ${pool('father')} AS father_place
  FROM ended
), traits AS (
  SELECT s.*, age, ${stageOfLife('age')} AS life, district, region, urban
  FROM slotted s JOIN age_pick ON age_pick.slot = age_slot JOIN place ON place.slot = place_slot
)
SELECT e.no, e.registered, e.deleted, e.erasure, least(${closing}, coalesce(e.deleted, ${closing})) AS ends, old,
  ${names.learnerId('e.no')} AS learner_id,
  l.last_name || ' ' || f.first_name || ' ' || p.patronymic AS full_name,
  CASE WHEN NOT alone OR NOT ${draw.chance('e.no', 'without e-mail', 0.05)} THEN ${names.email('email_no', 'f.first_slug', 'l.last_slug')} END AS email,
  CASE WHEN NOT alone OR NOT ${draw.chance('e.no', 'without phone', 0.03)} THEN ${names.phone('phone_no')} END AS phone,
  ${names.ip('e.no')} AS ip,
  t.age, t.gender, t.district, t.region, t.registered AS person_registered,
  CASE WHEN ${draw.unit('e.person', 'settlement')} < t.urban THEN 'URB' ELSE 'RUR' END AS settlement,
  CASE WHEN NOT ${draw.chance('e.person', 'education not stated', 0.055)} THEN education.code END AS education,
  CASE WHEN NOT ${draw.chance('e.person', 'occupation not stated', 0.08)} THEN occupation.code END AS occupation,
  e.person, e.person <> e.no AS another
FROM ended e
JOIN traits t ON t.no = e.person
JOIN education_pick education ON education.stage = t.life AND education.slot = ${draw.below('e.person', 'education', traitSlots)}
JOIN occupation_pick occupation ON occupation.stage = t.life AND occupation.slot = ${draw.below('e.person', 'occupation', traitSlots)}
JOIN name f ON f.gender = t.gender AND f.place = t.first_place
JOIN name l ON l.gender = t.gender AND l.place = t.last_place
JOIN name p ON p.gender = t.gender AND p.place = t.father_place
ORDER BY e.no`)
}
