import { existsSync, readFileSync } from 'node:fs'
import type { DuckDBConnection } from '@duckdb/node-api'
import { slots, stage } from './staging.ts'

/**
 * Share of the school's learners in each region, in per cent: roughly the population's, with the capital's
 * doubled and the smallest regions' raised, as an online school's might be. Our assumption.
 */
const regionShares: Readonly<Record<string, number>> = {
  'UZ-TK': 13,
  'UZ-FA': 9,
  'UZ-SA': 9,
  'UZ-TO': 8.5,
  'UZ-AN': 8,
  'UZ-QA': 8,
  'UZ-NG': 7.5,
  'UZ-SU': 7,
  'UZ-XO': 6,
  'UZ-BU': 5.5,
  'UZ-QR': 5.5,
  'UZ-JI': 4.5,
  'UZ-NW': 4.5,
  'UZ-SI': 4,
}
/** A city counts for as many learners as this number of districts of its region. */
const cityWeight = 2.5

export const districtSlots = 4096

interface District {
  readonly soato: string
  readonly region: string
  readonly kind: string
}

/** Rows of `codes/districts.csv`. */
function districts(): readonly District[] {
  const [header, ...lines] = readFileSync(codesFile('districts.csv'), 'utf8').trim().split('\n')
  if (header !== 'soato,region,kind,uz,ru,en')
    throw new Error(`codes/districts.csv needs its columns. Provided value: ${header}`)
  return lines.map((line) => {
    const [soato = '', region = '', kind = ''] = line.split(',')
    return { soato, region, kind }
  })
}

/** Stages `place(slot, district, region, urban)`: an even draw of a slot draws districts by their shares. */
export async function stagePlaces(connection: DuckDBConnection): Promise<void> {
  const all = districts()
  const weight = (district: District) => (district.kind === 'city' ? cityWeight : 1)
  const regionWeights = new Map<string, number>()
  for (const district of all) {
    regionWeights.set(district.region, (regionWeights.get(district.region) ?? 0) + weight(district))
  }
  const weights = all.map(
    (district) =>
      ((regionShares[district.region] ?? 0) * weight(district)) / (regionWeights.get(district.region) ?? 1),
  )
  const rows = slots(weights, districtSlots).map((owner, slot) => {
    const district = all[owner]!
    const urban = district.kind === 'city' || district.region === 'UZ-TK' ? 0.97 : 0.42
    return [slot, district.soato, district.region, urban]
  })
  await stage(
    connection,
    'place',
    { slot: 'BIGINT', district: 'VARCHAR', region: 'VARCHAR', urban: 'DOUBLE' },
    rows,
  )
}

/** The tables of codes lie beside the sources, also when this runs compiled. */
function codesFile(name: string): URL {
  const beside = new URL(`../codes/${name}`, import.meta.url)
  return existsSync(beside) ? beside : new URL(`../../../sample-data/codes/${name}`, import.meta.url)
}
