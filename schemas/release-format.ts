import { z } from 'zod'

/** What a release holds besides Parquet, CSV and DuckDB; the tables' figures are the same in all of it. */
export const releaseFormats = ['metadata', 'arrow', 'sdmx', 'xlsx', 'page', 'pdf'] as const

/** What a project gets that names none: a PDF needs a browser. */
export const defaultFormats = releaseFormats.filter((format) => format !== 'pdf')

export const releaseFormatSchema = z.enum(releaseFormats)
export type ReleaseFormat = z.infer<typeof releaseFormatSchema>
