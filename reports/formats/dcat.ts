import type { Labels } from '../../schemas/labels.ts'
import { lastDayOf } from '../../schemas/period.ts'
import { csvPath, parquetPath, releaseIdentifier } from '../manifest.ts'
import { databasePath } from '../write-duckdb.ts'
import { dcatPath } from './format-paths.ts'
import type { ReleaseContent } from './release-content.ts'
import { jsonFile, type Texts } from './text-format.ts'

/** IANA names of what a distribution is. */
const mediaTypes = {
  csv: 'text/csv',
  parquet: 'application/vnd.apache.parquet',
  duckdb: 'application/vnd.duckdb',
} as const

const frequencies = {
  day: 'DAILY',
  week: 'WEEKLY',
  month: 'MONTHLY',
  quarter: 'QUARTERLY',
  year: 'ANNUAL',
} as const

/**
 * `dcat.jsonld`: the release as a dataset of the Data Catalog Vocabulary (https://www.w3.org/TR/vocab-dcat-3/) for portals that
 * harvest it, in JSON-LD with a context of its own, since nothing may be fetched. Names of files are relative to the file.
 */
export const dcat: Texts = (content) => {
  const { project, period, version } = content.facts
  return [
    jsonFile(dcatPath, {
      '@context': {
        dcat: 'http://www.w3.org/ns/dcat#',
        dct: 'http://purl.org/dc/terms/',
        spdx: 'http://spdx.org/rdf/terms#',
        xsd: 'http://www.w3.org/2001/XMLSchema#',
      },
      '@id': `urn:kohort:${releaseIdentifier(content.facts).replaceAll('/', ':')}`,
      '@type': 'dcat:Dataset',
      'dct:identifier': releaseIdentifier(content.facts),
      'dct:title': literals(project.title),
      'dct:accrualPeriodicity': {
        '@id': `http://publications.europa.eu/resource/authority/frequency/${frequencies[period.grain]}`,
      },
      'dct:temporal': {
        '@type': 'dct:PeriodOfTime',
        'dcat:startDate': day(period.start),
        'dcat:endDate': day(lastDayOf(period)),
      },
      'dcat:version': String(version),
      'dcat:keyword': content.tables.flatMap(({ shape }) => literals(shape.title)),
      'dcat:distribution': [
        ...content.tables.flatMap(({ shape }) => [
          distribution(csvPath(shape.id), 'csv', shape.title, content),
          distribution(parquetPath(shape.id), 'parquet', shape.title, content),
        ]),
        distribution(databasePath, 'duckdb', project.title, content),
      ],
    }),
  ]
}

function distribution(
  path: string,
  kind: keyof typeof mediaTypes,
  title: Labels,
  { files }: ReleaseContent,
): object {
  // The hash of a DuckDB file differs from run to run; SHA256SUMS has it.
  const checksum =
    kind === 'duckdb'
      ? {}
      : {
          'dcat:byteSize': { '@type': 'xsd:nonNegativeInteger', '@value': String(files.get(path)!.bytes) },
          'spdx:checksum': {
            '@type': 'spdx:Checksum',
            'spdx:algorithm': { '@id': 'spdx:checksumAlgorithm_sha256' },
            'spdx:checksumValue': files.get(path)!.sha256,
          },
        }
  return {
    '@type': 'dcat:Distribution',
    'dct:title': literals(title),
    'dcat:downloadURL': { '@id': path },
    'dcat:mediaType': { '@id': `https://www.iana.org/assignments/media-types/${mediaTypes[kind]}` },
    ...checksum,
  }
}

function literals(labels: Labels): readonly object[] {
  return Object.entries(labels).map(([language, value]) => ({ '@language': language, '@value': value }))
}

function day(value: string): object {
  return { '@type': 'xsd:date', '@value': value }
}
