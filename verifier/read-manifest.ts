import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import {
  readChoice,
  readCount,
  readFields,
  readList,
  readPattern,
  readText,
  readTextOrNull,
  ShapeError,
} from './read-json.ts'
import { readLabels } from './read-labels.ts'
import { readTable } from './read-table-description.ts'
import type { Limits, Manifest } from './release.ts'

const sha256 = /^[0-9a-f]{64}$/
const day = /^\d{4}-\d{2}-\d{2}$/
const periodId = /^\d{4}(-(0[1-9]|1[0-2])(-\d{2})?|-W\d{2}|-Q[1-4])?$/
const limitNames = [
  'minimumContributors',
  'intervalWidth',
  'percentageBase',
  'outcomeDiversity',
  'relativeWidth',
]

/**
 * Reads a manifest: an allow-list, so that it can say nothing that nobody looked at.
 *
 * @returns the manifest, or the clause that it breaks
 */
export function readManifest(text: string): { readonly manifest: Manifest } | { readonly clause: string } {
  try {
    const json: unknown = JSON.parse(text)
    // A repeated key would say one thing to one reader and another thing to the next.
    if (`${JSON.stringify(json, null, 2)}\n` !== text)
      return { clause: 'a manifest has one form: each key once, two spaces, one final newline' }
    return { manifest: manifestOf(json) }
  } catch (error) {
    return { clause: error instanceof ShapeError ? error.message : 'a manifest is JSON' }
  }
}

function manifestOf(json: unknown): Manifest {
  const top = readFields(json, '', [
    ...['format', 'id', 'project', 'period', 'version', 'as_of', 'privacy_policy', 'policy', 'code_version'],
    ...['tables', 'audit', 'formats?', 'languages?', 'text_version?', 'files', 'previous_manifest_sha256'],
    'compared_with?',
  ])
  readChoice(top.get('format'), 'format', ['kohort-release/1'])
  const project = readFields(top.get('project'), 'project', ['id', 'title', 'timeZone'])
  readLabels(project.get('title'), 'project.title')
  const period = readFields(top.get('period'), 'period', ['id', 'grain', 'start', 'end'])
  readPattern(period.get('end'), 'period.end', day)
  readFields(top.get('privacy_policy'), 'privacy_policy', ['title', 'version'])
  const names = {
    project: readText(project.get('id'), 'project.id'),
    period: readPattern(period.get('id'), 'period.id', periodId),
    grain: readText(period.get('grain'), 'period.grain'),
    start: readPattern(period.get('start'), 'period.start', day),
    version: readCount(top.get('version'), 'version'),
  }
  readPattern(top.get('as_of'), 'as_of', day)
  readText(top.get('code_version'), 'code_version')
  const id = readChoice(top.get('id'), 'id', [`${names.project}/${names.period}/${names.version}`])
  const limits = readLimits(top.get('audit'), top.get('policy'))
  const tables = readList(top.get('tables'), 'tables', readTable)
  if (new Set(tables.map((table) => table.id)).size < tables.length)
    throw new ShapeError('tables must be of different names')
  const files = readList(top.get('files'), 'files', readFile)
  for (const name of ['formats', 'languages']) readList(top.get(name) ?? [], name, readText)
  if (top.get('text_version') !== undefined) readCount(top.get('text_version'), 'text_version')
  const previous = readTextOrNull(top.get('previous_manifest_sha256'), 'previous_manifest_sha256')
  if (previous !== null) readPattern(previous, 'previous_manifest_sha256', sha256)
  const comparedWith = readCompared(top.get('compared_with'))
  return { id, ...names, limits, tables, files, previousManifestSha256: previous, comparedWith }
}

/** The release that key figures of the page are compared with, if any. */
function readCompared(value: unknown): Manifest['comparedWith'] {
  if (value === undefined) return null
  const compared = readFields(value, 'compared_with', ['period', 'version', 'manifest_sha256'])
  return {
    period: readPattern(compared.get('period'), 'compared_with.period', periodId),
    version: readCount(compared.get('version'), 'compared_with.version'),
    manifestSha256: readPattern(compared.get('manifest_sha256'), 'compared_with.manifest_sha256', sha256),
  }
}

function readFile(value: unknown, path: string) {
  const file = readFields(value, path, ['path', 'sha256', 'bytes'])
  return {
    path: readText(file.get('path'), `${path}.path`),
    sha256: readPattern(file.get('sha256'), `${path}.sha256`, sha256),
    bytes: readCount(file.get('bytes'), `${path}.bytes`),
  }
}

/** What the audit held the release to, which must be what its policy says. */
function readLimits(audit: unknown, policy: unknown): Limits {
  const { parameters: told, sha256: hash } = fieldsOf(policy)
  if (createHash('sha256').update(JSON.stringify(told)).digest('hex') !== hash)
    throw new ShapeError('policy.sha256 must be that of the parameters')
  const outer = readFields(audit, 'audit', ['result', 'parameters'])
  readChoice(outer.get('result'), 'audit.result', ['passed'])
  const path = 'audit.parameters'
  const parameters = readFields(outer.get('parameters'), path, [...limitNames, 'dominance', 'rounding?'])
  const policyOf = new Map(Object.entries(typeof told === 'object' && told !== null ? told : {}))
  for (const name of [...limitNames, 'dominance'])
    if (policyOf.has(name) && !isDeepStrictEqual(policyOf.get(name), parameters.get(name)))
      throw new ShapeError(`${path}.${name} must be that of the policy`)
  const count = (name: string) => readCount(parameters.get(name), `${path}.${name}`)
  for (const name of limitNames) count(name)
  const rounding = parameters.get('rounding')
  const limits = {
    minimumContributors: count('minimumContributors'),
    percentageBase: count('percentageBase'),
    outcomeDiversity: count('outcomeDiversity'),
  }
  if (rounding === undefined) {
    if ((policyOf.get('rounding') ?? 'none') !== 'none')
      throw new ShapeError(`${path}.rounding must be that of the policy`)
    return { ...limits, rounding: null }
  }
  const fields = readFields(rounding, `${path}.rounding`, ['base', 'method', 'within'])
  const base = readCount(fields.get('base'), `${path}.rounding.base`)
  const within = readCount(fields.get('within'), `${path}.rounding.within`)
  const method = readChoice(fields.get('method'), `${path}.rounding.method`, ['conventional', 'controlled'])
  if (![3, 5, 10].includes(base) || ![1, 2].includes(within))
    throw new ShapeError(`${path}.rounding must be to a multiple of 3, 5 or 10`)
  if (!isDeepStrictEqual(policyOf.get('rounding') ?? { base, method }, { base, method }))
    throw new ShapeError(`${path}.rounding must be that of the policy`)
  return { ...limits, rounding: { base, method, within } }
}

function fieldsOf(policy: unknown): { readonly parameters: unknown; readonly sha256: unknown } {
  const fields = readFields(policy, 'policy', ['parameters', 'sha256'])
  return { parameters: fields.get('parameters'), sha256: fields.get('sha256') }
}
