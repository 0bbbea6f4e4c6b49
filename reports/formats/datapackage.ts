import type { PublishedTable } from '../../schemas/cell.ts'
import { type Column, columnsOf } from '../columns.ts'
import { csvPath, parquetPath, releaseIdentifier } from '../manifest.ts'
import { datapackagePath } from './format-paths.ts'
import type { ReleaseContent } from './release-content.ts'
import { jsonFile, type Texts } from './text-format.ts'

/**
 * `datapackage.json`: the tables as a Frictionless Data Package (https://datapackage.org, version 2), each once as CSV with a
 * schema of its columns and once as Parquet. The date is the last day that the release covers, not of its making.
 */
export const datapackage: Texts = (content) => {
  const { project, period, version, asOf, privacyPolicy } = content.facts
  return [
    jsonFile(datapackagePath, {
      $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
      name: releaseIdentifier(content.facts).replaceAll('/', '-').toLowerCase(),
      title: `${project.title.en}: ${period.id}`,
      description: `Aggregates of learners, under their privacy policy: ${privacyPolicy.title}, version ${privacyPolicy.version}.`,
      version: String(version),
      created: `${asOf}T00:00:00Z`,
      resources: content.tables.flatMap((table) => [
        csvResource(table, content),
        {
          // No size: Frictionless reads Parquet without counting bytes, and would take any other count than none for a fault.
          ...hashOf(parquetPath(table.shape.id), content),
          name: `${table.shape.id}-parquet`,
          title: table.shape.title.en,
          format: 'parquet',
          mediatype: 'application/vnd.apache.parquet',
        },
      ]),
    }),
  ]
}

function csvResource({ shape }: PublishedTable, content: ReleaseContent) {
  return {
    ...hashOf(csvPath(shape.id), content),
    bytes: content.files.get(csvPath(shape.id))!.bytes,
    name: shape.id,
    title: shape.title.en,
    type: 'table',
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    schema: {
      fields: columnsOf(shape).map((column) => field(column, shape)),
      missingValues: [''],
      primaryKey: shape.dimensions.map(({ name }) => name),
    },
  }
}

function hashOf(path: string, { files }: ReleaseContent) {
  return { path, hash: `sha256:${files.get(path)!.sha256}` }
}

const statuses = [
  { value: 'A', label: 'published' },
  { value: 'c', label: 'withheld to protect learners' },
  { value: 'z', label: 'not applicable' },
  { value: 'x', label: 'not available' },
] as const

const types = { BIGINT: 'integer', DATE: 'date', VARCHAR: 'string' } as const

function field({ name, kind, type, title }: Column, shape: PublishedTable['shape']) {
  const dimension = shape.dimensions.find((one) => one.name === name)
  const plain = { name, title: title.en, type: isPlain(type) ? types[type] : 'number' }
  if (kind === 'status') return { ...plain, categories: statuses }
  if (dimension === undefined) return plain
  return {
    ...plain,
    categories: dimension.codes.map(({ code, labels }) => ({ value: code, label: labels.en })),
    constraints: { required: true },
  }
}

function isPlain(type: string): type is keyof typeof types {
  return type in types
}
