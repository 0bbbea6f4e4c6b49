import { z } from 'zod'

/** What a release holds besides Parquet, CSV and DuckDB; the tables' figures are the same in all of it. */
export const releaseFormats = ['metadata', 'arrow', 'sdmx', 'xlsx', 'page'] as const

export const releaseFormatSchema = z.enum(releaseFormats)
export type ReleaseFormat = z.infer<typeof releaseFormatSchema>
