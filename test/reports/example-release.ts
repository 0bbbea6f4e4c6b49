import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ReleaseFacts } from '../../reports/release-facts.ts'
import {
  type Dimension,
  type Figure,
  matrixCoordinates,
  type PublishedTable,
  type TableShape,
} from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import { defaultFormats } from '../../schemas/release-format.ts'
import { attestProtected } from '../../transforms/attest-protected.ts'

/** Codes are out of byte order on purpose: files are sorted, code lists are not. */
const region: Dimension = {
  name: 'region',
  title: { en: 'Region', uz: 'Hudud', ru: 'Регион' },
  kind: 'attribute',
  sensitive: false,
  codes: [
    { code: '_T', parent: null, level: 0, labels: { en: 'Total', uz: 'Jami' } },
    { code: 'UZ-TK', parent: '_T', level: 1, labels: { en: 'Toshkent shahri', uz: 'Toshkent shahri' } },
    { code: 'UZ-AN', parent: '_T', level: 1, labels: { en: 'Farg\'ona, "Andijon"' } },
    { code: '_X', parent: '_T', level: 1, labels: { en: 'Not stated' } },
  ],
}

const gender: Dimension = {
  name: 'gender',
  title: { en: 'Gender' },
  kind: 'attribute',
  sensitive: false,
  codes: [
    { code: '_T', parent: null, level: 0, labels: { en: 'Total' } },
    { code: 'f', parent: '_T', level: 1, labels: { en: 'Female' } },
    { code: 'm', parent: '_T', level: 1, labels: { en: 'Male' } },
  ],
}

const base = {
  counts: '',
  overEvents: 'additive',
  atMost: [],
  within: null,
  where: null,
  quantity: null,
  part: null,
} as const

export const results: TableShape = {
  id: 'test-results',
  title: { en: "Learners' test results", uz: 'Sinov natijalari', ru: 'Результаты тестов' },
  fact: 'test_results',
  period: '2026-10',
  dimensions: [region, gender],
  baseMeasures: [
    {
      ...base,
      name: 'assessed',
      title: { en: 'Assessed' },
      type: 'learners',
      counts: 'learners of test_results',
    },
    {
      ...base,
      name: 'passed',
      title: { en: 'Passed' },
      type: 'learners',
      counts: 'learners of test_results where passed',
      atMost: ['assessed'],
      within: 'assessed',
      where: 'passed',
    },
  ],
  derivedMeasures: [
    {
      name: 'pass_rate',
      title: { en: 'Pass rate' },
      type: 'ratio',
      numerator: 'passed',
      denominator: 'assessed',
    },
    { name: 'mean_score', title: { en: 'Mean score' }, type: 'mean', score: 'score', decimals: 1 },
  ],
  zeros: 'protect',
  cellBudget: 100,
}

const views: TableShape = {
  id: 'lesson-views',
  title: { en: 'Lesson views' },
  fact: 'lesson_views',
  period: '2026-10',
  dimensions: [gender],
  baseMeasures: [
    { ...base, name: 'views', title: { en: 'Views' }, type: 'events', counts: 'events of lesson_views' },
  ],
  derivedMeasures: [],
  zeros: 'publish',
  cellBudget: 3,
}

const hidden: Figure = { value: null, status: 'c' }
const shown = (value: number): Figure => ({ value, status: 'A' })

/** The figures of a row from its number; every third row is hidden. */
export function exampleTable(shape: TableShape): PublishedTable {
  const rows = [...matrixCoordinates(shape.dimensions)].map((coordinates, i) => ({
    coordinates,
    figures: [
      ...shape.baseMeasures.map((_, m) => (i % 3 === 2 ? hidden : shown(40 * (i + 1) - 10 * m))),
      ...shape.derivedMeasures.map((_, m) => (i % 3 === 2 || i === 4 ? hidden : shown(5 * i + m))),
    ],
  }))
  return { shape, rows }
}

export const tables = attestProtected([exampleTable(results), exampleTable(views)])

export function held(...list: readonly PublishedTable[]): Held<'protected', readonly PublishedTable[]> {
  return attestProtected(list)
}

const dominance = { p: 10, coalition: 2, concentration: null, minutesPerLearner: 6000 }

export const facts: ReleaseFacts = {
  project: { id: 'uzbekistan', title: { en: 'School', uz: 'Maktab' }, timeZone: 'Asia/Tashkent' },
  period: { id: '2026-10', grain: 'month', start: '2026-10-01', end: '2026-11-01' },
  version: 1,
  asOf: '2026-11-02',
  privacyPolicy: { title: 'Maxfiylik siyosati', version: '2026-03-01' },
  policyParameters: { minimumContributors: 10, intervalWidth: 10, dominance },
  codeVersion: '0.1.0',
  formats: [...defaultFormats],
  languages: ['uz', 'uz-Cyrl', 'en'],
  auditParameters: {
    minimumContributors: 10,
    intervalWidth: 10,
    percentageBase: 20,
    outcomeDiversity: 3,
    relativeWidth: 0,
    dominance,
  },
  previousManifestSha256: null,
}

/** A folder that goes when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kohort-reports-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** All files below a folder, by relative path. */
export async function filesBelow(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const contents = await Promise.all(
    paths.sort().map(async (path) => [path.slice(folder.length + 1), await readFile(path)] as const),
  )
  return new Map(contents)
}
