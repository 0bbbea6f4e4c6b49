import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { type FactName, factNames, facts } from '../schemas/fact.ts'
import { ConfigurationError } from '../schemas/failure.ts'
import type { SourceName } from '../schemas/source/source-name.ts'
import type { TableDefinition } from '../schemas/table.ts'
import { countedPersons } from '../transforms/admit/standing.ts'
import { findClampedLearners } from '../transforms/deidentify/clamp-minutes.ts'
import { assignCodes } from '../transforms/deidentify/contributor-code.ts'
import {
  courseTrackRelation,
  type FactNeeds,
  factRelation,
  lessonCourseRelation,
} from '../transforms/deidentify/fact-relation.ts'
import { stripFact, stripLearners } from '../transforms/deidentify/strip-identifiers.ts'
import { keyRelation } from '../transforms/extract/stage-source.ts'
import { literal } from '../transforms/relation.ts'
import type { Catalogue } from '../transforms/tabulate/catalogue.ts'
import type { PassMarks } from '../transforms/tabulate/test-outcomes.ts'
import type { Extracted } from './1-extract.ts'
import { type Clamping, readClamping } from './clamping.ts'
import { type Database, wholeNumber } from './database.ts'
import type { Project } from './load-project.ts'

/** Step 2: what there is to count, without anyone's name. */
export interface Deidentified {
  readonly needs: ReadonlyMap<FactName, FactNeeds>
  readonly catalogue: Catalogue
  /** First day with an event; null without any. */
  readonly firstDay: string | null
  /** What clamping leaves out; null where no table sums minutes. */
  readonly clamping: Clamping | null
}

/** Begins step 2: learners become random codes. */
export async function drawCodes(database: Database): Promise<void> {
  await database.run(assignCodes(countedPersons([]), randomBytes(32).toString('hex')))
}

/**
 * Step 2, deidentify: only what the tables need of learners leaves the vault, under their codes. The caller destroys the
 * vault right after.
 */
export async function deidentify(
  database: Database,
  project: Project,
  extracted: Extracted,
): Promise<Deidentified> {
  const attributes = [
    ...new Set(
      project.attributes.filter(({ definition }) => definition.of === 'learners').map(({ field }) => field),
    ),
  ]
  const present = extracted.fields.get('learners')
  const lacking = attributes.find((field) => !present?.has(field))
  if (lacking !== undefined)
    throw new ConfigurationError('an attribute needs a field that the learners source has', lacking)
  await database.run(stripLearners(countedPersons(attributes), attributes))
  const { grain } = project.definition.releases
  const { minutesPerLearner } = project.definition.policy.dominance
  const needs = needsOf(project.tables)
  let firstDay: string | null = null
  for (const [fact, need] of needs) {
    refuseMissingFields(fact, need, project, extracted.fields)
    if (need.quantities.includes('minutes')) await database.run(findClampedLearners(grain, minutesPerLearner))
    await database.run(stripFact(fact, need, grain, minutesPerLearner))
    const [row] = await database.select(
      `SELECT CAST(min(day) AS VARCHAR) AS day FROM ${factRelation(fact, need).relation.from}`,
      z.object({ day: z.string().nullable() }),
    )
    if (row?.day != null && (firstDay === null || row.day < firstDay)) firstDay = row.day
  }
  const clamping = [...needs.values()].some(({ quantities }) => quantities.includes('minutes'))
    ? await readClamping(database, minutesPerLearner)
    : null
  return { needs, catalogue: await readCatalogue(database, extracted.fields), firstDay, clamping }
}

/** Least detail of each fact that serves all tables. */
export function needsOf(tables: readonly TableDefinition[]): ReadonlyMap<FactName, FactNeeds> {
  const needs = new Map<FactName, FactNeeds>()
  for (const fact of factNames) {
    const own = tables.filter(({ from }) => from === fact)
    if (own.length === 0) continue
    const measures = own.flatMap((table) => Object.values(table.measures))
    const levels = own.flatMap((table) =>
      table.dimensions['course'] === undefined ? [] : [table.dimensions['course'].level ?? 'course'],
    )
    const outcomes = own.some((table) =>
      Object.keys(table.dimensions).some((name) =>
        (facts[fact].outcomes as readonly string[]).includes(name),
      ),
    )
    const indicators = new Set(
      measures.flatMap((measure) =>
        'count' in measure && measure.where !== undefined ? [measure.where] : [],
      ),
    )
    needs.set(fact, {
      course: levels.length === 0 ? null : levels.includes('lesson') ? 'lesson' : 'course',
      day: own.some((table) => table.dimensions['day'] !== undefined),
      indicators: [...indicators].toSorted(),
      quantities: [...new Set(measures.flatMap((measure) => ('sum' in measure ? [measure.sum] : [])))],
      latest: fact === 'test_results' ? ['score'] : outcomes ? ['result'] : [],
    })
  }
  return needs
}

function refuseMissingFields(
  fact: FactName,
  needs: FactNeeds,
  project: Project,
  fields: ReadonlyMap<SourceName, ReadonlySet<string>>,
): void {
  const { source, at } = facts[fact]
  const present = fields.get(source)
  if (present === undefined) throw new ConfigurationError(`tables from ${fact} need the source ${source}`)
  const moments: Readonly<Record<string, string>> = typeof at === 'string' ? {} : at
  const resultField =
    project.attributes.find(({ definition }) => definition.of === 'progress')?.field ?? 'result'
  const required = [
    ...needs.indicators.flatMap((indicator) => moments[indicator] ?? []),
    ...(needs.quantities.includes('minutes') ? ['seconds'] : []),
    ...(needs.latest.includes('result') ? [resultField] : []),
  ]
  const missing = required.find((field) => !present.has(field))
  if (missing !== undefined)
    throw new ConfigurationError(`tables from ${fact} need a field of ${source} that is absent`, missing)
}

async function readCatalogue(database: Database, fields: Extracted['fields']): Promise<Catalogue> {
  const passMarks = await readPassMarks(database, fields)
  if (!fields.has('courses')) return { passMarks, tracks: [], courses: [], lessons: [] }
  const courseColumns = `number, id AS code, ${fields.get('courses')?.has('title') ? 'title' : 'NULL AS title'}, track`
  const courses = await database.select(
    `SELECT ${courseColumns} FROM ${keyRelation('courses').from} ORDER BY track, id`,
    z.object({ number: wholeNumber, code: z.string(), title: z.string().nullable(), track: z.string() }),
  )
  const tracks = [...new Set(courses.map(({ track }) => track))]
  const trackCases = tracks.map((track, i) => `WHEN ${literal(track)} THEN ${i}`).join(' ')
  await database.run(
    `CREATE OR REPLACE TABLE ${courseTrackRelation.from} AS SELECT number AS course, ${tracks.length === 0 ? '0' : `CASE track ${trackCases} END`} AS track FROM ${keyRelation('courses').from}`,
  )
  if (!fields.has('lessons')) return { passMarks, tracks, courses, lessons: [] }
  await database.run(
    `CREATE OR REPLACE TABLE ${lessonCourseRelation.from} AS SELECT number AS lesson, course_id AS course FROM ${keyRelation('lessons').from}`,
  )
  const title = fields.get('lessons')?.has('title') ? 'l.title' : 'NULL AS title'
  const lessons = await database.select(
    `SELECT l.number, l.id AS code, ${title}, c.id AS course FROM ${keyRelation('lessons').from} AS l JOIN ${keyRelation('courses').from} AS c ON c.number = l.course_id ORDER BY l.id`,
    z.object({ number: wholeNumber, code: z.string(), title: z.string().nullable(), course: z.string() }),
  )
  return { passMarks, tracks, courses, lessons }
}

/** The range of shares that pass a test; all of it where the project has no tests. */
async function readPassMarks(database: Database, fields: Extracted['fields']): Promise<PassMarks> {
  if (!fields.has('tests')) return { least: 0, greatest: 100 }
  const [marks] = await database.select(
    `SELECT CAST(min(pass_score) AS DOUBLE) AS least, CAST(max(pass_score) AS DOUBLE) AS greatest FROM ${keyRelation('tests').from}`,
    z.object({ least: z.number().nullable(), greatest: z.number().nullable() }),
  )
  return { least: marks?.least ?? 0, greatest: marks?.greatest ?? 100 }
}
