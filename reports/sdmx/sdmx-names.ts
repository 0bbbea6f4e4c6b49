import type { PublishedTable } from '../../schemas/cell.ts'
import type { ReleaseContent } from '../formats/release-content.ts'

/**
 * A code as SDMX can name it: letters, digits, `_`, `@`, `$` and `-` only. All else, and `$` itself, becomes `$` with the
 * hexadecimal bytes of its UTF-8, so that no two codes become one and every one can be read back.
 */
export function sdmxCode(code: string): string {
  const bytes = (text: string) =>
    [...Buffer.from(text)].map((byte) => `$${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
  return code.replaceAll(/[^A-Za-z0-9_@-]/gu, bytes)
}

/** A name as SDMX can name a concept: capitals, no hyphens. */
export function sdmxName(name: string): string {
  return name.toUpperCase().replaceAll('-', '_')
}

/** Version of all structures, which in two parts promises nothing: each release brings its own along, code lists grow. */
export const structureVersion = '1.0'

export function agencyOf({ project }: ReleaseContent['facts']): string {
  return sdmxName(project.id)
}

export function dataflowOf(table: PublishedTable['shape']): string {
  return `DF_${sdmxName(table.id)}`
}

/** The concept that says which of a table's measures an observation is of. */
export const indicatorConcept = 'INDICATOR'

export const sdmxFrequencies = { day: 'D', week: 'W', month: 'M', quarter: 'Q', year: 'A' } as const

/** Statuses of observations in the SDMX code list CL_OBS_STATUS; none tells why a figure is withheld. */
export const sdmxStatuses = { A: 'A', c: 'Q', z: 'M', x: 'O' } as const
