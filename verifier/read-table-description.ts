import {
  readChoice,
  readCount,
  readFields,
  readFlag,
  readList,
  readPattern,
  readText,
  readTextOrNull,
  ShapeError,
} from './read-json.ts'
import { readLabels } from './read-labels.ts'
import type { BaseMeasure, Code, DerivedMeasure, Dimension, TableDescription } from './release.ts'

const idPattern = /^[a-z][a-z0-9-]{0,49}$/
const columnPattern = /^[a-z][a-z0-9_]{0,49}$/
const dayPattern = /^\d{4}-\d{2}-\d{2}$/

/** Reads what a manifest says of a table, and holds it to itself. */
export function readTable(value: unknown, path: string): TableDescription {
  const fields = readFields(value, path, [
    ...['id', 'file', 'title', 'fact', 'dimensions', 'base_measures', 'derived_measures', 'zeros'],
    ...['cell_budget', 'as_of?'],
  ])
  const id = readPattern(fields.get('id'), `${path}.id`, idPattern)
  readChoice(fields.get('file'), `${path}.file`, [`tables/${id}.parquet`])
  readLabels(fields.get('title'), `${path}.title`)
  readText(fields.get('fact'), `${path}.fact`)
  readCount(fields.get('cell_budget'), `${path}.cell_budget`)
  const table = {
    id,
    dimensions: readList(fields.get('dimensions'), `${path}.dimensions`, readDimension),
    baseMeasures: readList(fields.get('base_measures'), `${path}.base_measures`, readBaseMeasure),
    derivedMeasures: readList(fields.get('derived_measures'), `${path}.derived_measures`, readDerivedMeasure),
    zeros: readChoice(fields.get('zeros'), `${path}.zeros`, ['protect', 'publish']),
    asOf: fields.has('as_of') ? readPattern(fields.get('as_of'), `${path}.as_of`, dayPattern) : null,
  }
  refuseLooseNames(table, path)
  return table
}

function refuseLooseNames(
  { dimensions, baseMeasures, derivedMeasures }: TableDescription,
  path: string,
): void {
  const names = [...dimensions, ...baseMeasures, ...derivedMeasures].map(({ name }) => name)
  if (new Set(names).size < names.length) throw new ShapeError(`${path} must name each column once`)
  if (baseMeasures.length === 0) throw new ShapeError(`${path} must have a base measure`)
  const learners = new Set(baseMeasures.filter(({ type }) => type === 'learners').map(({ name }) => name))
  const bases = new Set(baseMeasures.map(({ name }) => name))
  const ofLearners = [
    ...baseMeasures.flatMap(({ within }) => (within === null ? [] : [within])),
    ...derivedMeasures.flatMap((one) => (one.type === 'ratio' ? [one.numerator, one.denominator] : [])),
  ]
  if (!ofLearners.every((name) => learners.has(name)))
    throw new ShapeError(`${path} must compare measures that count learners`)
  if (!baseMeasures.flatMap(({ atMost }) => atMost).every((name) => bases.has(name)))
    throw new ShapeError(`${path} must bound measures by base measures`)
}

function readDimension(value: unknown, path: string): Dimension {
  const fields = readFields(value, path, ['name', 'title', 'kind', 'sensitive', 'codes'])
  readLabels(fields.get('title'), `${path}.title`)
  const codes = readList(fields.get('codes'), `${path}.codes`, readCode)
  const levels = new Map<string, number>()
  codes.forEach(({ code, parent, level }, i) => {
    const above = parent === null ? -1 : levels.get(parent)
    const isTotal = code === '_T' && parent === null
    if (
      (i === 0) !== isTotal ||
      (i > 0 && parent === null) ||
      levels.has(code) ||
      level !== (above ?? level) + 1
    )
      throw new ShapeError(
        `${path}.codes must begin with the one total, and have parents before their children`,
      )
    levels.set(code, level)
  })
  if (codes.length === 0) throw new ShapeError(`${path}.codes must have a total`)
  return {
    name: readPattern(fields.get('name'), `${path}.name`, columnPattern),
    kind: readChoice(fields.get('kind'), `${path}.kind`, ['attribute', 'outcome', 'event']),
    sensitive: readFlag(fields.get('sensitive'), `${path}.sensitive`),
    codes,
  }
}

function readCode(value: unknown, path: string): Code & { readonly level: number } {
  const fields = readFields(value, path, ['code', 'parent', 'level', 'labels'])
  readLabels(fields.get('labels'), `${path}.labels`)
  return {
    code: readPattern(fields.get('code'), `${path}.code`, /./u),
    parent: readTextOrNull(fields.get('parent'), `${path}.parent`),
    level: readCount(fields.get('level'), `${path}.level`),
  }
}

function readBaseMeasure(value: unknown, path: string): BaseMeasure {
  const fields = readFields(value, path, [
    ...['name', 'title', 'type', 'counts', 'overEvents', 'atMost', 'within', 'where', 'quantity', 'part'],
  ])
  readLabels(fields.get('title'), `${path}.title`)
  for (const name of ['where', 'quantity']) readTextOrNull(fields.get(name), `${path}.${name}`)
  return {
    name: readPattern(fields.get('name'), `${path}.name`, columnPattern),
    type: readChoice(fields.get('type'), `${path}.type`, ['learners', 'events', 'sum']),
    counts: readText(fields.get('counts'), `${path}.counts`),
    overEvents: readChoice(fields.get('overEvents'), `${path}.overEvents`, [
      'additive',
      'distinct',
      'latest',
    ]),
    atMost: readList(fields.get('atMost'), `${path}.atMost`, readText),
    within: readTextOrNull(fields.get('within'), `${path}.within`),
    part: readPart(fields.get('part'), `${path}.part`),
  }
}

function readPart(value: unknown, path: string): BaseMeasure['part'] {
  if (value === null) return null
  const fields = readFields(value, path, ['dimension', 'code', 'rest'])
  readText(fields.get('rest'), `${path}.rest`)
  return {
    dimension: readText(fields.get('dimension'), `${path}.dimension`),
    code: readText(fields.get('code'), `${path}.code`),
  }
}

function readDerivedMeasure(value: unknown, path: string): DerivedMeasure {
  const own = ['numerator', 'denominator', 'score', 'decimals']
  const loose = readFields(value, path, ['name', 'title', 'type', ...own.map((name) => `${name}?`)])
  readLabels(loose.get('title'), `${path}.title`)
  const name = readPattern(loose.get('name'), `${path}.name`, columnPattern)
  const type = readChoice(loose.get('type'), `${path}.type`, ['ratio', 'mean', 'median'])
  const names = { ratio: ['numerator', 'denominator'], mean: ['score', 'decimals'], median: ['score'] }[type]
  const fields = readFields(value, path, ['name', 'title', 'type', ...names])
  const text = (field: string) => readText(fields.get(field), `${path}.${field}`)
  if (type === 'ratio') return { name, type, numerator: text('numerator'), denominator: text('denominator') }
  text('score')
  return type === 'mean'
    ? { name, type, decimals: readDecimals(fields.get('decimals'), `${path}.decimals`) }
    : { name, type }
}

function readDecimals(value: unknown, path: string): number {
  const decimals = readCount(value, path)
  if (decimals > 2) throw new ShapeError(`${path} must be at most 2`)
  return decimals
}
