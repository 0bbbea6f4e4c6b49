import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { glob } from 'tinyglobby'
import { chartFault } from '../reports/charts/chart-fault.ts'
import type { ReleaseCharts } from '../reports/charts/release-charts.ts'
import { facts } from '../schemas/fact.ts'
import { ConfigurationError } from '../schemas/failure.ts'
import type { Labels } from '../schemas/labels.ts'
import { type AttributeDefinition, type ProjectDefinition, projectSchema } from '../schemas/project.ts'
import { travellingRoles } from '../schemas/role.ts'
import { sourceFields } from '../schemas/source/contract.ts'
import { requiredFields } from '../schemas/source/required-fields.ts'
import { sourceNames } from '../schemas/source/source-name.ts'
import { type TableDefinition, tableSchema } from '../schemas/table.ts'
import { latestFactor } from '../transforms/deidentify/fact-relation.ts'
import type { Attribute } from '../transforms/generalize/attribute.ts'
import { bandHierarchy } from '../transforms/generalize/bands.ts'
import { codeList, depthOf } from '../transforms/generalize/code-list.ts'
import { mergeSiblings } from '../transforms/generalize/merge-siblings.ts'
import { parseHierarchy, parseLabels } from '../transforms/generalize/parse-hierarchy.ts'
import type { Catalogue } from '../transforms/tabulate/catalogue.ts'
import { planTable } from '../transforms/tabulate/plan-table.ts'
import { loadMaps } from './load-maps.ts'
import { periodOf } from './period-calendar.ts'
import { errorCode, readYaml } from './read-yaml.ts'

/** A project file with everything it refers to, read and checked. */
export interface Project {
  readonly file: string
  /** Folder that relative paths in the project file start from. */
  readonly folder: string
  readonly definition: ProjectDefinition
  readonly tables: readonly TableDefinition[]
  readonly attributes: readonly Attribute[]
  readonly charts: ReleaseCharts
}

/** Whether a table fits the project shows before any source is read. */
export const emptyCatalogue: Catalogue = {
  passMarks: { least: 0, greatest: 100 },
  tracks: [],
  courses: [],
  lessons: [],
}

/** @throws {ConfigurationError} naming file, line and path of the first thing that is wrong */
export async function loadProject(path: string): Promise<Project> {
  const file = resolve(path)
  const folder = dirname(file)
  const definition = await readYaml(file, projectSchema)
  refuseUnknownTimeZone(definition.project.timeZone)
  refuseAbsentFields(definition)
  const attributes = await Promise.all(
    Object.entries(definition.attributes).map(([name, attribute]) => loadAttribute(folder, name, attribute)),
  )
  const files = (
    await glob(definition.tables, { cwd: folder, absolute: true, expandDirectories: false })
  ).toSorted()
  if (files.length === 0)
    throw new ConfigurationError(`${file}: tables must match a file`, definition.tables.join(', '))
  const tables = await Promise.all(files.map((table) => readYaml(table, tableSchema)))
  const twice = tables.find(({ id }, i) => tables.findIndex((other) => other.id === id) !== i)
  if (twice !== undefined) throw new ConfigurationError(`${file}: tables need different ids`, twice.id)
  const undeclared = tables.find(({ from, period }) => facts[from].once && period.type === undefined)
  if (undeclared !== undefined)
    throw new ConfigurationError(
      `${file}: a table from ${undeclared.from}, which can be counted as flows or as a stock, must say period.type`,
      undeclared.id,
    )
  const period = periodOf('2000-01-01', definition.releases.grain)
  const charts: ReleaseCharts = {
    choices: new Map(tables.flatMap(({ id, chart }) => (chart === undefined ? [] : [[id, chart]]))),
    maps: await loadMaps(folder, definition.attributes),
  }
  const context = { attributes, catalogue: emptyCatalogue, period, policy: definition.policy }
  for (const table of tables) {
    const fault = chartFault(planTable(table, context).shape, charts)
    if (fault !== null)
      throw new ConfigurationError(`in the chart of table ${table.id}, ${fault.clause}`, fault.provided)
  }
  return { file, folder, definition, tables, attributes, charts }
}

async function loadAttribute(
  folder: string,
  name: string,
  definition: AttributeDefinition,
): Promise<Attribute> {
  const read = (path: string) => readText(resolve(folder, path), `the hierarchy of ${name}`)
  const labels: ReadonlyMap<string, Labels> =
    definition.labels === undefined ? new Map() : parseLabels(name, await read(definition.labels))
  const full =
    definition.bands === undefined
      ? parseHierarchy(name, await read(definition.hierarchy ?? ''), definition.levels, labels)
      : bandHierarchy(name, definition.bands)
  const depth = depthOf(full, definition.level)
  const hierarchy = mergeSiblings(full, depth, definition.merge ?? [])
  const field = definition.field ?? name
  refuseUnfitAttribute(name, field, definition)
  const codes = codeList(hierarchy, depth, definition.missing === 'not-stated')
  if (definition.of === 'progress' && codes.length > latestFactor)
    throw new ConfigurationError(`a final result may have ${latestFactor} codes`, String(codes.length))
  return {
    name,
    definition,
    field,
    hierarchy,
    depth,
    codes,
  }
}

/** Dimensions of facts, which an attribute of the same name would hide. */
const taken: ReadonlySet<string> = new Set(
  Object.values(facts).flatMap(({ dimensions, outcomes }) => [
    ...Object.keys(dimensions),
    ...outcomes.filter((outcome) => outcome !== 'result'),
  ]),
)

function refuseUnfitAttribute(name: string, field: string, definition: AttributeDefinition): void {
  if (taken.has(name))
    throw new ConfigurationError('an attribute may not have the name of a dimension of a fact', name)
  const declared = sourceFields(definition.of).find((candidate) => candidate.name === field)
  if (declared !== undefined && !travellingRoles.includes(declared.role))
    throw new ConfigurationError(
      `attribute ${name} needs a field that may leave the vault; this one is ${declared.role}`,
      field,
    )
  if (declared?.role === 'sensitive' && definition.role !== 'sensitive')
    throw new ConfigurationError(`attribute ${name} must be sensitive, as its field is`, definition.role)
  if (definition.of === 'progress' && name !== 'result')
    throw new ConfigurationError('the attribute of progress is called result', name)
}

async function readText(path: string, what: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (error) {
    throw new ConfigurationError(`${what} must be a readable UTF-8 file`, `${path} (${errorCode(error)})`)
  }
}

function refuseAbsentFields({ sources }: ProjectDefinition): void {
  for (const source of sourceNames) {
    const needed = sources[source]?.absent.find((field) => requiredFields[source].includes(field))
    if (needed !== undefined)
      throw new ConfigurationError(`sources.${source}.absent may not name a field that Kohort needs`, needed)
  }
}

function refuseUnknownTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
  } catch {
    throw new ConfigurationError('timeZone must be an IANA name such as Asia/Tashkent', timeZone)
  }
}
