import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { SourceName } from '../schemas/source/source-name.ts'
import { makeAccounts } from './generator/accounts.ts'
import { stageCatalogue } from './generator/catalogue.ts'
import { months } from './generator/clock.ts'
import { dirtCounts, type SampleFormat } from './generator/dirt.ts'
import { draws } from './generator/draws.ts'
import { makeEnrolments } from './generator/enrolments.ts'
import { learnerRows } from './generator/learners.ts'
import { lessonViewRows, makeMonthEnrolments, stageUserAgents } from './generator/lesson-views.ts'
import { stageNames } from './generator/names.ts'
import { offerDirt, offerRows } from './generator/offer.ts'
import { stagePlaces } from './generator/places.ts'
import { progressRows } from './generator/progress.ts'
import { clearSourceFiles, writeSourceFile } from './generator/source-files.ts'
import { makeAttempts, testResultRows } from './generator/test-results.ts'
import { stageTraits } from './generator/traits.ts'

export interface SampleOptions {
  /** Folder to write to; made where absent. */
  readonly out: string
  /** Accounts, from 1 to ten million. */
  readonly learners: number
  /** Lesson views, from 1 to a billion; shared out over the enrolments, so there are none without any. */
  readonly views: number
  readonly seed: number
  readonly format: SampleFormat
  readonly onProgress?: (message: string) => void
}

export interface SampleSummary {
  /** Rows written, by source; dirty ones included. */
  readonly rows: Readonly<Record<SourceName, number>>
  /** Dirty rows among them, by source and kind. */
  readonly dirt: Readonly<Record<SourceName, Readonly<Record<string, number>>>>
}

/** A month's file of a smaller sample has one or two row groups, on which more threads only wait; the bytes are the same. */
const viewsWorthThreads = 20_000_000

/**
 * Writes the seven sources of an invented online school in Uzbekistan, from 2025-01-01 to 2026-06-30: the same
 * bytes for the same options. `sample-data/uzbekistan/README.md` says what is in them.
 *
 * @throws {Error} if a number lies outside its range, or a file cannot be written
 */
export async function generateSample(options: SampleOptions): Promise<SampleSummary> {
  wholeNumber('learners', options.learners, 1, 10_000_000)
  wholeNumber('views', options.views, 1, 1_000_000_000)
  wholeNumber('seed', options.seed, 0, Number.MAX_SAFE_INTEGER)
  const out = resolve(options.out)
  const spill = join(out, '.spill')
  const instance = await DuckDBInstance.create(':memory:', {
    temp_directory: spill,
    ...(options.views < viewsWorthThreads ? { threads: '1' } : {}),
    memory_limit: '3GB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'true',
  })
  const connection = await instance.connect()
  try {
    await clearSourceFiles(out)
    return await writeSources(connection, { ...options, out })
  } finally {
    connection.closeSync()
    instance.closeSync()
    rmSync(spill, { recursive: true, force: true })
  }
}

async function writeSources(connection: DuckDBConnection, options: SampleOptions): Promise<SampleSummary> {
  const { out, learners, views, seed, format } = options
  const draw = draws(seed)
  const tell = options.onProgress ?? (() => {})
  const write = (stem: string, query: string) => {
    tell(`writing ${stem}.${format}`)
    return writeSourceFile(connection, query, out, stem, format)
  }

  tell('drawing learners and enrolments')
  await stageNames(connection, seed)
  await stagePlaces(connection)
  await stageTraits(connection)
  await stageCatalogue(connection, seed)
  await stageUserAgents(connection)
  await makeAccounts(connection, learners, seed, draw)
  await makeEnrolments(connection, views, draw)
  await makeAttempts(connection, draw)

  const rows = {
    learners: await write('learners', learnerRows(draw, format)),
    courses: await write('courses', offerRows('courses')),
    lessons: await write('lessons', offerRows('lessons')),
    tests: await write('tests', offerRows('tests')),
    lesson_views: 0,
    progress: await write('progress', progressRows(draw, format)),
    test_results: await write('test_results', testResultRows(format)),
  }
  for (const month of months) {
    await makeMonthEnrolments(connection, month, draw)
    rows.lesson_views += await write(`lesson_views/${month.id}`, lessonViewRows(month, draw, format))
  }
  const dirt = {
    learners: dirtCounts('learners', rows.learners, format),
    courses: offerDirt('courses'),
    lessons: offerDirt('lessons'),
    tests: offerDirt('tests'),
    lesson_views: dirtCounts('lesson_views', rows.lesson_views, format),
    progress: dirtCounts('progress', rows.progress, format),
    test_results: dirtCounts('test_results', rows.test_results, format),
  }
  return { rows, dirt }
}

function wholeNumber(name: string, provided: number, least: number, most: number): void {
  if (!Number.isInteger(provided) || provided < least || provided > most) {
    throw new Error(`${name} must be a whole number from ${least} to ${most}. Provided value: ${provided}`)
  }
}
