import type { PublishedTable, TableShape } from '../schemas/cell.ts'
import { identitySchema, type Manifest, manifestSchema } from '../schemas/release.ts'
import { canonicalJson, sortKeys } from './canonical-json.ts'
import { sha256Of } from './checksums.ts'
import { textVersion } from './formats/text-format.ts'
import type { ComparedRelease, ReleaseFacts } from './release-facts.ts'

/** SHA-256 of a policy's parameters as canonical JSON. */
export function policySha256(parameters: Readonly<Record<string, unknown>>): string {
  return sha256Of(canonicalJson(parameters))
}

/**
 * The manifest of a release.
 *
 * @param files all files of the release but the manifest, SHA256SUMS and its signature
 * @throws {z.ZodError} if a fact lies outside the allow-list
 */
export function buildManifest(
  tables: readonly PublishedTable[],
  facts: ReleaseFacts,
  files: Manifest['files'],
): Manifest {
  return manifestSchema.parse({
    format: 'kohort-release/1',
    id: releaseIdentifier(facts),
    project: facts.project,
    period: facts.period,
    version: facts.version,
    as_of: facts.asOf,
    privacy_policy: facts.privacyPolicy,
    policy: { parameters: jsonRecord(facts.policyParameters), sha256: policySha256(facts.policyParameters) },
    code_version: facts.codeVersion,
    tables: tables.map(({ shape }) => manifestTable(shape)),
    audit: { result: 'passed', parameters: facts.auditParameters },
    ...(facts.formats.length === 0 ? {} : { formats: facts.formats, languages: facts.languages }),
    ...(facts.formats.some((format) => format === 'metadata' || format === 'sdmx')
      ? { text_version: textVersion }
      : {}),
    files,
    previous_manifest_sha256: facts.previousManifestSha256,
    ...(facts.compared === undefined ? {} : { compared_with: comparedWith(facts.compared) }),
  })
}

/** The one name by which a release is cited: `project/period/version`. */
export function releaseIdentifier({
  project,
  period,
  version,
}: Pick<ReleaseFacts, 'project' | 'period' | 'version'>): string {
  return `${project.id}/${period.id}/${version}`
}

function comparedWith({ period, version, manifestSha256 }: ComparedRelease) {
  return { period: period.id, version, manifest_sha256: manifestSha256 }
}

function manifestTable(shape: TableShape) {
  return {
    id: shape.id,
    file: parquetPath(shape.id),
    title: shape.title,
    fact: shape.fact,
    dimensions: shape.dimensions,
    base_measures: shape.baseMeasures,
    derived_measures: shape.derivedMeasures,
    zeros: shape.zeros,
    cell_budget: shape.cellBudget,
    ...(shape.asOf === undefined ? {} : { as_of: shape.asOf }),
  }
}

/** What JSON keeps of the parameters: a manifest reads back as it was built. */
function jsonRecord(parameters: Readonly<Record<string, unknown>>): unknown {
  return JSON.parse(canonicalJson(parameters))
}

/** Path of a table's Parquet file in a release. */
export function parquetPath(table: string): string {
  return `tables/${table}.parquet`
}

/** Path of a table's CSV file in a release. */
export function csvPath(table: string): string {
  return `tables/${table}.csv`
}

/** The one text that a manifest has: keys in the schema's order, those of the policy's parameters sorted. */
export function manifestText(manifest: Manifest): string {
  // Parsing a strict object puts its keys in the schema's order.
  const { policy, ...rest } = manifestSchema.parse(manifest)
  const ordered = manifestSchema.parse({
    ...rest,
    policy: { parameters: sortKeys(policy.parameters), sha256: policy.sha256 },
  })
  return `${JSON.stringify(ordered, null, 2)}\n`
}

/**
 * Reads a manifest.
 *
 * @returns the manifest, or the clause that says why there is none
 */
export function parseManifest(text: string): { readonly manifest: Manifest } | { readonly clause: string } {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { clause: 'a manifest is JSON' }
  }
  const parsed = manifestSchema.safeParse(json)
  if (parsed.success) return { manifest: parsed.data }
  const { path, message } = parsed.error.issues[0]!
  return { clause: `a manifest has the fields of its format: ${[...path, message].join(': ')}` }
}

/** Id of the project that a manifest is of; null if it is none. Reads nothing else of it, for there may be hundreds. */
export function parseIdentity(text: string): string | null {
  try {
    return identitySchema.parse(JSON.parse(text)).project.id
  } catch {
    return null
  }
}

/** The shapes of a release's tables, as they were written. */
export function shapesOf(manifest: Manifest): readonly TableShape[] {
  return manifest.tables.map((table) => ({
    id: table.id,
    title: table.title,
    fact: table.fact,
    period: manifest.period.id,
    ...(table.as_of === undefined ? {} : { asOf: table.as_of }),
    dimensions: table.dimensions,
    baseMeasures: table.base_measures,
    derivedMeasures: table.derived_measures,
    zeros: table.zeros,
    cellBudget: table.cell_budget,
  }))
}
