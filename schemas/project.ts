import { z } from 'zod'
import { mapSchema } from './chart.ts'
import { driftChecksSchema } from './drift.ts'
import { freshnessSchema } from './freshness.ts'
import { hooksSchema } from './hooks.ts'
import { labelsSchema } from './labels.ts'
import { periodGrainSchema } from './period.ts'
import { policySchema } from './policy.ts'
import { defaultFormats, releaseFormatSchema } from './release-format.ts'
import { retriesSchema } from './retries.ts'
import { roleSchema } from './role.ts'

const name = z.string().regex(/^[a-z][a-z0-9_]{0,49}$/, 'must be snake_case, at most 50 characters')
const glob = z.string().min(1).describe('path or glob, relative to the data folder')

/** Files of one shape. Every column in them must be used, or named in `ignore` with a reason to be there. */
export const filesSchema = z.strictObject({
  files: glob,
  format: z.enum(['parquet', 'csv', 'jsonl']).describe('csv and jsonl may be gzipped'),
  delimiter: z.string().length(1).default(',').describe('csv only'),
  hive: z.boolean().default(false).describe('folders named column=value add columns'),
  ignore: z.array(z.string()).default([]).describe('declared columns that Kohort never reads'),
})
export type FilesDefinition = z.infer<typeof filesSchema>

const absent = z.array(name).default([]).describe('contract fields that this project does not have')

const fileSourceSchema = filesSchema.extend({
  map: z
    .record(name, z.string().min(1))
    .default({})
    .describe("contract field to the source's column or SQL expression; same-named columns need no entry"),
  absent,
  freshness: freshnessSchema.optional(),
})
const querySourceSchema = z.strictObject({
  inputs: z.record(name, filesSchema).describe('names that the query may read'),
  query: z.string().min(1).describe('one SELECT whose columns are contract fields'),
  absent,
  freshness: freshnessSchema.optional(),
})
export const sourceDefinitionSchema = z.union([fileSourceSchema, querySourceSchema])
export type SourceDefinition = z.infer<typeof sourceDefinitionSchema>
export type FileSourceDefinition = z.infer<typeof fileSourceSchema>
export type QuerySourceDefinition = z.infer<typeof querySourceSchema>

/** Whole numbers at which a new band begins, ascending; values under the first are a band of their own. */
const edges = z
  .array(z.int().min(1))
  .min(1)
  .refine((list) => list.every((edge, i) => i === 0 || edge > list[i - 1]!), 'edges must ascend')

const bandsSchema = z.strictObject({
  of: z.enum(['number', 'age']).describe('age: whole years from a date to the first day of the period'),
  levels: z
    .record(name, edges)
    .describe('fine to coarse; the edges of a level must be among those of the one before'),
})
export type BandsDefinition = z.infer<typeof bandsSchema>

/** Something known about a learner, or a sensitive outcome of one of a learner's events. */
export const attributeSchema = z
  .strictObject({
    role: roleSchema.extract(['quasi-identifier', 'sensitive']),
    of: z.enum(['learners', 'progress']).default('learners').describe('the source that carries the field'),
    field: name.optional().describe("field of that source; the attribute's name where absent"),
    title: labelsSchema.optional(),
    hierarchy: z
      .string()
      .optional()
      .describe('CSV `leaf;level 1;…;*` without a header, relative to this file'),
    levels: z
      .array(name)
      .optional()
      .describe(
        "names of the hierarchy's columns, fine to coarse, without the root; level_0, level_1, … where absent",
      ),
    labels: z.string().optional().describe('CSV `code;en;uz;ru` with that header, relative to this file'),
    map: mapSchema.optional(),
    bands: bandsSchema.optional(),
    level: name.optional().describe('pinned level; the finest where absent'),
    merge: z
      .array(z.string().min(1))
      .min(2)
      .optional()
      .describe(
        'codes of the pinned level that are too small to show; those of one parent become one code, other',
      ),
    missing: z
      .enum(['not-stated', 'quarantine'])
      .default('not-stated')
      .describe('what a row without a value is: counted as not stated (_X), or bad'),
  })
  .refine((attribute) => (attribute.hierarchy === undefined) !== (attribute.bands === undefined), {
    message: 'an attribute needs either a hierarchy or bands',
  })
  .refine((attribute) => attribute.merge === undefined || attribute.bands === undefined, {
    message: 'bands are merged by leaving out an edge',
    path: ['merge'],
  })
export type AttributeDefinition = z.infer<typeof attributeSchema>

/** `kohort.yaml`. */
export const projectSchema = z.strictObject({
  project: z.strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]{0,49}$/, 'must be kebab-case, at most 50 characters'),
    title: labelsSchema,
    timeZone: z.string().describe('IANA name; periods close in it'),
    privacyPolicy: z
      .strictObject({ title: z.string().min(1), version: z.string().min(1) })
      .describe('what the learners were told; every manifest names it'),
  }),
  sources: z.strictObject({
    learners: sourceDefinitionSchema,
    courses: sourceDefinitionSchema.optional(),
    lessons: sourceDefinitionSchema.optional(),
    tests: sourceDefinitionSchema.optional(),
    lesson_views: sourceDefinitionSchema.optional(),
    progress: sourceDefinitionSchema.optional(),
    test_results: sourceDefinitionSchema.optional(),
  }),
  attributes: z.record(name, attributeSchema).default({}),
  policy: policySchema.prefault({}),
  checks: driftChecksSchema.prefault({}).describe('what may change from night to night'),
  retries: retriesSchema.prefault({}).describe('what to do where a source cannot be read at the moment'),
  hooks: hooksSchema.prefault({}).describe('whom to tell'),
  tables: z.array(z.string().min(1)).min(1).describe('globs of table files, relative to this file'),
  releases: z
    .strictObject({
      folder: z.string().default('releases').describe('relative to this file'),
      grain: periodGrainSchema.default('month'),
      embargoDays: z
        .int()
        .min(0)
        .max(366)
        .default(0)
        .describe('days after its end before a period is released'),
      from: z.string().optional().describe('first period to release; the first with a row where absent'),
      revise: z
        .strictObject({ days: z.int().min(1).max(366) })
        .optional()
        .describe('for how many days after its end a released period is looked at again; never where absent'),
      formats: z
        .array(releaseFormatSchema)
        .refine((formats) => !formats.includes('pdf') || formats.includes('page'), {
          error: 'a PDF is printed from the page: formats with pdf must have page, too',
        })
        .default(defaultFormats)
        .describe('what a release holds besides Parquet, CSV and DuckDB, with the same figures'),
      signingKeyFile: z
        .string()
        .min(1)
        .optional()
        .describe(
          'private key that signs releases (kohort keygen), relative to this file and outside its folder; they are unsigned where absent',
        ),
      ledger: z
        .string()
        .min(1)
        .optional()
        .describe(
          'folder of the ledger, relative to this file: the same one in every project about one population; in the workspace where absent',
        ),
    })
    .prefault({}),
})
export type ProjectDefinition = z.infer<typeof projectSchema>
