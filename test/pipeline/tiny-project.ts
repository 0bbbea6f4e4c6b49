import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { expect, onTestFinished } from 'vitest'
import { stringify } from 'yaml'
import { type NightOptions, type NightResult, night } from '../../pipeline/night.ts'
import { Failure } from '../../schemas/failure.ts'
import { type SourceName, sourceNames } from '../../schemas/source/source-name.ts'

export type Row = Record<string, string | number | boolean | null>
export type Rows = Record<SourceName, Row[]>

const contacts = ['learner_id', 'full_name', 'email', 'phone', 'view_id', 'ip', 'user_agent', 'attempt_id']

/** Learners made by a loop: half women, a quarter in each of four districts of two regions, all of age. */
export function tinyRows(learners = 240): Rows {
  const rows: Rows = {
    learners: [],
    courses: [
      { course_id: 'C1', title: 'First', track: 'T1' },
      { course_id: 'C2', title: 'Second', track: 'T1' },
      { course_id: 'C3', title: 'Third', track: 'T2' },
    ],
    lessons: ['C1', 'C2', 'C3'].flatMap((course_id) =>
      [1, 2].map((n) => ({ lesson_id: `${course_id}-${n}`, course_id, title: `Lesson ${n}` })),
    ),
    tests: ['C1', 'C2', 'C3'].map((course_id) => ({
      test_id: `test-${course_id}`,
      course_id,
      title: 'Test',
      pass_score: 60,
    })),
    lesson_views: [],
    progress: [],
    test_results: [],
  }
  for (let i = 0; i < learners; i++) addLearner(rows, i)
  return rows
}

/** Adds learner number `i` and what they did: a view in May and one in June of 2026, an enrolment and a test in June. */
export function addLearner(rows: Rows, i: number, change: Row = {}): Row {
  const number = String(i).padStart(4, '0')
  const learner: Row = {
    learner_id: `lrn-q7x-${number}`,
    full_name: `Zarafshonov${number} Canaryjon`,
    email: `pupil-${number}@mail.example`,
    phone: `+998 00 ${number.slice(0, 2)} ${number.slice(2)} 777`,
    birth_date: '1998-03-04',
    district: `D${(i % 4) + 1}`,
    gender: i % 8 < 4 ? 'F' : 'M',
    registered_at: i % 2 === 0 ? '2026-05-02 09:00:00' : '2026-06-02 09:00:00',
    deleted_at: null,
    erasure_requested_at: null,
    statistics_consent: true,
    guardian_consent: null,
    account_type: 'learner',
    ...change,
  }
  rows.learners.push(learner)
  const learner_id = String(learner['learner_id'])
  const course_id = `C${(i % 3) + 1}`
  for (const month of ['05', '06'])
    rows.lesson_views.push({
      view_id: `view-k3z-${number}-${month}`,
      learner_id,
      lesson_id: `${course_id}-1`,
      started_at: `2026-${month}-10 10:00:00`,
      seconds: 120,
      ip: `100.64.${Math.floor(i / 250)}.${i % 250}`,
      user_agent: `Browser/k3z-${number}`,
    })
  rows.progress.push({
    learner_id,
    course_id,
    enrolled_at: '2026-06-03 08:00:00',
    percent: 50,
    completed_at: null,
    certificate_at: null,
  })
  rows.test_results.push({
    attempt_id: `attempt-k3z-${number}`,
    learner_id,
    test_id: `test-${course_id}`,
    course_id,
    submitted_at: '2026-06-20 12:00:00',
    score: i % 5 < 2 ? 4 : 8,
    max_score: 10,
  })
  return learner
}

const title = (en: string) => ({ en })

/** `core`: learners and their views, which is fast; `all`: progress and tests besides. */
export type Scope = 'core' | 'all'
const coreSources: readonly string[] = ['learners', 'courses', 'lessons', 'lesson_views']

/** `kohort.yaml` of the tiny project, as YAML is read. */
export function tinyDefinition(scope: Scope = 'core') {
  const source = (name: SourceName, absent: readonly string[] = []): Record<string, unknown> => ({
    files: `${name}.csv`,
    format: 'csv',
    absent,
  })
  const all: Record<string, Record<string, unknown>> = {
    learners: source('learners', ['region', 'settlement', 'education', 'occupation', 'specialisation']),
    courses: source('courses'),
    lessons: source('lessons'),
    tests: source('tests'),
    lesson_views: source('lesson_views'),
    progress: source('progress', ['withdrawn_at', 'result_at', 'result']),
    test_results: source('test_results'),
  }
  const sources = Object.fromEntries(
    Object.entries(all).filter(([name]) => scope === 'all' || coreSources.includes(name)),
  )
  const attributes: Record<string, Record<string, unknown>> = {
    region: {
      role: 'quasi-identifier',
      field: 'district',
      hierarchy: 'hierarchies/district.csv',
      levels: ['district', 'region'],
      level: 'region',
      missing: 'quarantine',
    },
    gender: {
      role: 'quasi-identifier',
      hierarchy: 'hierarchies/gender.csv',
      levels: ['gender'],
      missing: 'quarantine',
    },
  }
  const policy: Record<string, unknown> = {
    zeros: { publish: true, reason: 'an invented school keeps no secret' },
  }
  const releases: Record<string, unknown> = { grain: 'month' }
  const checks: Record<string, unknown> = {}
  const retries: Record<string, unknown> = {}
  const hooks: Record<string, unknown> = {}
  return {
    project: {
      id: 'tiny',
      title: title('A tiny school'),
      timeZone: 'Asia/Tashkent',
      privacyPolicy: { title: 'Privacy', version: '1' },
    },
    sources,
    attributes,
    policy,
    tables: ['tables/*.yaml'],
    releases,
    checks,
    retries,
    hooks,
  }
}

export function tinyTables(scope: Scope = 'core'): Record<string, Record<string, unknown>> {
  const core = {
    active: {
      id: 'active',
      title: title('Active learners'),
      from: 'lesson_views',
      dimensions: { region: {}, gender: {} },
      measures: { learners: { count: 'learners' }, views: { count: 'events' }, minutes: { sum: 'minutes' } },
    },
    courses: {
      id: 'courses',
      title: title('Courses'),
      from: 'lesson_views',
      dimensions: { course: {} },
      measures: { learners: { count: 'learners' } },
    },
    joined: {
      id: 'joined',
      title: title('New learners'),
      from: 'registrations',
      period: { type: 'flow' },
      dimensions: { gender: {} },
      measures: { learners: { count: 'learners' } },
    },
  }
  if (scope === 'core') return core
  return {
    ...core,
    enrolments: {
      id: 'enrolments',
      title: title('Enrolments'),
      from: 'progress',
      dimensions: { course: { level: 'track' } },
      measures: { enrolled: { count: 'learners', where: 'enrolled' } },
    },
    scores: {
      id: 'scores',
      title: title('Scores'),
      from: 'test_results',
      dimensions: { region: {} },
      measures: {
        assessed: { count: 'learners' },
        passed: { count: 'learners', where: 'passed' },
        pass_rate: { ratio: ['passed', 'assessed'] },
        mean: { mean: 'score' },
      },
    },
  }
}

export const tinyHierarchies = {
  'district.csv': 'D1;R1;*\nD2;R1;*\nD3;R2;*\nD4;R2;*\n',
  'gender.csv': 'F;*\nM;*\n',
}

/** CSV of rows with the same columns. */
export function csvText(rows: readonly Row[], columns = Object.keys(rows[0] ?? {}), end = '\n'): string {
  const field = (value: Row[string] | undefined) =>
    value === null || value === undefined
      ? ''
      : /[",\r\n]/.test(String(value))
        ? `"${String(value).replaceAll('"', '""')}"`
        : String(value)
  return [columns, ...rows.map((row) => columns.map((column) => field(row[column])))]
    .map((line) => line.join(',') + end)
    .join('')
}

/** A school in a folder of its own, which goes when the test ends. */
export class TinyProject {
  readonly folder: string
  readonly scope: Scope
  rows: Rows = tinyRows()
  definition: ReturnType<typeof tinyDefinition>
  tables: ReturnType<typeof tinyTables>
  hierarchies: Record<string, string> = { ...tinyHierarchies }

  constructor(folder: string, scope: Scope) {
    this.folder = folder
    this.scope = scope
    this.definition = tinyDefinition(scope)
    this.tables = tinyTables(scope)
  }

  get sources(): readonly SourceName[] {
    return sourceNames.filter((source) => this.definition.sources[source] !== undefined)
  }
  get project(): string {
    return join(this.folder, 'school', 'kohort.yaml')
  }
  get data(): string {
    return join(this.folder, 'data')
  }
  get releases(): string {
    return join(this.folder, 'releases')
  }
  get workspace(): string {
    return join(this.folder, 'workspace')
  }

  /** Makes everything as it should be again. */
  async repair(): Promise<void> {
    this.rows = tinyRows()
    this.definition = tinyDefinition(this.scope)
    this.tables = tinyTables(this.scope)
    this.hierarchies = { ...tinyHierarchies }
    await this.write()
  }

  /** Writes sources, project and tables anew; releases and workspace stay. */
  async write(): Promise<void> {
    for (const name of ['school', 'data']) await rm(join(this.folder, name), { recursive: true, force: true })
    for (const source of this.sources) await this.put(`data/${source}.csv`, csvText(this.rows[source]))
    for (const [name, text] of Object.entries(this.hierarchies))
      await this.put(`school/hierarchies/${name}`, text)
    await this.writeProject()
  }

  async writeProject(): Promise<void> {
    await rm(join(this.folder, 'school', 'tables'), { recursive: true, force: true })
    for (const [name, table] of Object.entries(this.tables))
      await this.put(`school/tables/${name}.yaml`, stringify(table))
    // Formats that say the same again have tests of their own.
    const releases = { formats: [], ...this.definition.releases }
    await this.put('school/kohort.yaml', stringify({ ...this.definition, releases }))
  }

  /** Writes a file below the project's folder. */
  async put(path: string, content: string | Uint8Array): Promise<void> {
    await mkdir(dirname(join(this.folder, path)), { recursive: true })
    await writeFile(join(this.folder, path), content)
  }

  /** Replaces a source's CSV file by Parquet with a type for each column that is not text. */
  async putParquet(
    source: SourceName,
    types: Readonly<Record<string, string>> = {},
    where = 'true',
  ): Promise<void> {
    const from = join(this.data, `${source}.csv`)
    const columns = Object.keys(this.rows[source][0] ?? {}).map(
      (name) => `CAST(${name} AS ${types[name] ?? 'VARCHAR'}) AS ${name}`,
    )
    const to = join(this.data, `${source}.parquet`)
    await runSql([
      `COPY (SELECT ${columns.join(', ')} FROM read_csv('${from}', all_varchar = true) WHERE ${where}) TO '${to}' (FORMAT parquet)`,
    ])
    await rm(from)
    this.definition.sources[source] = {
      ...this.definition.sources[source],
      files: `${source}.parquet`,
      format: 'parquet',
    }
    await this.writeProject()
  }

  /** As of the end of June 2026, some hours later; or of another day, and on the day after where that is later. */
  run(change: Partial<NightOptions> = {}): Promise<NightResult> {
    const first = Date.parse('2026-07-01T00:00:00Z')
    const after = change.asOf === undefined ? first : Date.parse(change.asOf) + 86_400_000
    return night({
      project: this.project,
      data: this.data,
      releases: this.releases,
      workspace: this.workspace,
      asOf: '2026-06-30',
      period: '2026-06',
      publish: true,
      now: new Date(Math.max(first, after)),
      progress: () => undefined,
      ...change,
    })
  }

  /** The failure that a run ends in; it must be one that is fit to show. */
  async failure(change: Partial<NightOptions> = {}): Promise<Failure> {
    const error = await this.run(change).then(
      () => new Error('the run must fail'),
      (thrown: unknown) => thrown,
    )
    if (error instanceof Failure) return error
    throw error
  }

  /** Lines of the latest run's quarantine, header left out. */
  quarantine(): readonly string[] {
    const runs = join(this.workspace, 'runs')
    const latest = readdirSync(runs).toSorted().at(-1) ?? ''
    return readFileSync(join(runs, latest, 'quarantine.csv'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
  }

  /** Rows of a published table as `[codes…, values…]`. */
  async published(table: string, columns: string, period = '2026-06', where = 'true'): Promise<unknown> {
    return selectRows(
      `SELECT ${columns} FROM '${join(this.releases, period, 'v1', 'tables', `${table}.parquet`)}' WHERE ${where} ORDER BY ALL`,
    )
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true })
  }

  /** No release, no staging, no vault, no lock. */
  expectNothingLeft(): void {
    const releases = existsSync(this.releases)
      ? readdirSync(this.releases, { recursive: true }).map(String)
      : []
    expect(
      releases.filter(
        (path) =>
          path.startsWith('.') ||
          path.endsWith('manifest.json') ||
          /^v\d+$/.test(path.split('/').at(-1) ?? ''),
      ),
    ).toEqual([])
    this.expectNoVault()
  }

  expectNoVault(): void {
    const vaults = join(this.workspace, 'vault')
    expect(existsSync(vaults) ? readdirSync(vaults) : []).toEqual([])
    expect(existsSync(join(this.workspace, 'lock'))).toBe(false)
  }

  /** What names a learner, in any source. */
  canaries(): readonly string[] {
    return canariesOf(this.rows)
  }
}

export function canariesOf(rows: Rows): readonly string[] {
  const values = Object.values(rows).flatMap((list) =>
    list.flatMap((row) => contacts.flatMap((name) => (row[name] == null ? [] : [String(row[name])]))),
  )
  return [...new Set(values)]
}

/** A project as it should be, written; the folder goes when the test ends, or the caller removes it. */
export async function tinyProject(scope: Scope = 'core', removed = true): Promise<TinyProject> {
  const school = new TinyProject(await mkdtemp(join(tmpdir(), 'kohort-tiny-')), scope)
  if (removed) onTestFinished(() => school.remove())
  await school.write()
  return school
}

export async function runSql(statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    for (const statement of statements) await connection.run(statement)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** One for all tests of a worker, since making one takes as long as a dozen queries; what was read before is read again. */
let shared: Promise<DuckDBInstance> | undefined

/** Rows of a query, with numbers for whole numbers; a database file is attached as `release`. */
export async function selectRows(sql: string, database?: string): Promise<readonly (readonly unknown[])[]> {
  if (database === undefined) {
    shared ??= DuckDBInstance.create(':memory:', { enable_external_file_cache: 'false' })
    try {
      return await readRows(await (await shared).connect(), sql)
    } catch (error) {
      // Some errors leave a database that answers nothing any more.
      shared = undefined
      throw error
    }
  }
  const instance = await DuckDBInstance.create(':memory:')
  try {
    return await readRows(await instance.connect(), sql, `ATTACH '${database}' AS release (READ_ONLY)`)
  } finally {
    instance.closeSync()
  }
}

async function readRows(
  connection: DuckDBConnection,
  sql: string,
  before?: string,
): Promise<readonly (readonly unknown[])[]> {
  try {
    if (before !== undefined) await connection.run(before)
    const rows = (await connection.runAndReadAll(sql)).getRowsJS()
    return rows.map((row) => row.map((value) => (typeof value === 'bigint' ? Number(value) : value)))
  } finally {
    connection.closeSync()
  }
}
