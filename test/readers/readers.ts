import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { globSync } from 'tinyglobby'
import { z } from 'zod'

const environment = fileURLToPath(new URL('../../.readers', import.meta.url))
const python = `${environment}/bin/python`

/** Whether `install.sh` was run: where everything has to run, it must have been. */
export const hasReaders = existsSync(python) || process.env['REQUIRE_SHARED'] === '1'

const wideTable = z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.string().nullable())) })
const tables = z.record(z.string(), wideTable)
const sheet = z.array(z.array(z.union([z.string(), z.number(), z.null()])))
const readings = z.object({
  /** What Frictionless and pysdmx find wrong. */
  faults: z.array(z.string()),
  arrow: tables,
  parquet: tables,
  /** Tables of the data package, from CSV. */
  package: tables,
  /** Observations by table, a row for each figure. */
  sdmx: tables,
  /** Data flows that the structure has. */
  flows: z.array(z.string()),
  /** By language and name of the sheet: the header and the rows of its table. */
  workbooks: z.record(z.string(), z.record(z.string(), sheet)),
  catalogue: z.object({
    days: z.array(z.string()),
    titles: z.record(z.string(), z.string()),
    files: z.record(z.string(), z.object({ sha256: z.string().nullable(), bytes: z.number().nullable() })),
  }),
})
export type Readings = z.infer<typeof readings>

/** What Python's readers find in a release: Arrow's, Frictionless, pysdmx, openpyxl, rdflib. */
export function readByOthers(release: string): Readings {
  const script = fileURLToPath(new URL('read_release.py', import.meta.url))
  return readings.parse(JSON.parse(execFileSync(python, [script, release], { encoding: 'utf8' })))
}

/** An official JSON Schema, from the Python package that carries it. */
export function officialSchema(path: string): Record<string, unknown> {
  const [file] = globSync(`lib/python*/site-packages/${path}`, { cwd: environment, absolute: true })
  if (file === undefined)
    throw new Error(`official schemas are installed by test/readers/install.sh: ${path}`)
  return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')))
}
