import type { ReleaseFormat } from '../../schemas/release-format.ts'
import type { ReportLanguage } from '../../schemas/report-language.ts'
import { csvPath, parquetPath } from '../manifest.ts'
import { reportFolder } from '../release-files.ts'
import { databasePath } from '../write-duckdb.ts'

export const datapackagePath = 'datapackage.json'
export const dcatPath = 'dcat.jsonld'
export const sdmxStructurePath = 'structure.sdmx.json'

export const csvMetadataPath = (table: string) => `tables/${table}.meta.csv`
export const arrowPath = (table: string) => `tables/${table}.arrow`
export const sdmxCsvPath = (table: string) => `tables/${table}.sdmx.csv`

export const workbookPath = (language: ReportLanguage) => `${reportFolder}/tables.${language}.xlsx`

/** The page in the main language is the folder's index. */
export const pagePath = (language: ReportLanguage, languages: readonly ReportLanguage[]) =>
  `${reportFolder}/index${language === languages[0] ? '' : `.${language}`}.html`

export const pdfPath = (language: ReportLanguage) => `${reportFolder}/report.${language}.pdf`

const pathsOf: Readonly<
  Record<
    ReleaseFormat,
    (tables: readonly string[], languages: readonly ReportLanguage[]) => readonly string[]
  >
> = {
  metadata: (tables) => [...tables.map(csvMetadataPath), datapackagePath, dcatPath],
  arrow: (tables) => tables.map(arrowPath),
  xlsx: (_, languages) => languages.map(workbookPath),
  page: (_, languages) => languages.map((language) => pagePath(language, languages)),
  pdf: (_, languages) => languages.map(pdfPath),
  sdmx: (tables) => [...tables.map(sdmxCsvPath), sdmxStructurePath],
}

/** Files of tables in the formats that every release has. */
export function plainPaths(tables: readonly string[]): readonly string[] {
  return [databasePath, ...tables.flatMap((table) => [parquetPath(table), csvPath(table)])]
}

/** What decides which files there are. */
export interface ReleaseParts {
  readonly tables: readonly string[]
  readonly formats: readonly ReleaseFormat[]
  readonly languages: readonly ReportLanguage[]
}

/** All files of a release but its manifest and SHA256SUMS. */
export function releasePaths({ tables, formats, languages }: ReleaseParts): readonly string[] {
  return [...plainPaths(tables), ...formats.flatMap((format) => pathsOf[format](tables, languages))]
}
