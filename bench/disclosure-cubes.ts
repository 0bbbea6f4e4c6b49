import type { CubeShape } from './skewed-cube.ts'

/** What a peer hid on a cube, zeros public. */
export interface Peer {
  readonly name: string
  readonly singletons: 'on' | 'off'
  readonly secondary: number
  readonly sum?: number
  readonly cpuSeconds?: number
}

/** A file of ../shared/data/tables, or one that is invented anew, the same each time. */
export type Cube =
  | { readonly file: string; readonly dimensions: string; readonly peers: readonly Peer[] }
  | { readonly shape: CubeShape; readonly dimensions: string }

const withSettlement = { age: 5, gender: 2, edu: 4, settlement: 2 }
const withSettlementToo = 'region>district,age,gender,edu,settlement'

function shapeOf(
  learners: number,
  districts: number,
  further: CubeShape['further'],
  skew: number,
): CubeShape {
  return { learners, regions: 14, districts, further, skew, seed: 1 }
}

/**
 * GaussSuppression 1.2.3 (Statistics Norway) and sdcTable 0.34 (SIMPLEHEURISTIC_OLD), measured in November 2026 on
 * two shared cores, rank-only. Neither protects intervals: GaussSuppression's interval mode did not finish S in
 * 900 s, nor B in 800 s; without singletons it did not finish C in 500 s.
 */
export const cubes: Readonly<Record<string, Cube>> = {
  S: {
    file: 'S20k_region_age_gender_edu.csv',
    dimensions: 'region,age,gender,edu',
    peers: [
      { name: 'Gauss', singletons: 'off', secondary: 194, sum: 4366 },
      { name: 'Gauss', singletons: 'on', secondary: 195, sum: 4377, cpuSeconds: 1.2 },
      { name: 'sdcTable', singletons: 'off', secondary: 221 },
    ],
  },
  A: {
    file: 'A20k_district_age_gender.csv',
    dimensions: 'region>district,age,gender',
    peers: [
      { name: 'Gauss', singletons: 'off', secondary: 214, sum: 3320 },
      { name: 'Gauss', singletons: 'on', secondary: 214, sum: 3320, cpuSeconds: 2.7 },
      { name: 'sdcTable', singletons: 'off', secondary: 240, sum: 3986 },
    ],
  },
  B: {
    file: 'B200k_district_age_gender.csv',
    dimensions: 'region>district,age,gender',
    peers: [
      { name: 'Gauss', singletons: 'off', secondary: 323, sum: 6687 },
      { name: 'Gauss', singletons: 'on', secondary: 323, sum: 6687, cpuSeconds: 3.1 },
      { name: 'sdcTable', singletons: 'off', secondary: 409, sum: 9111 },
    ],
  },
  C: {
    file: 'C200k_district_age_gender_edu.csv',
    dimensions: 'region>district,age,gender,edu',
    peers: [{ name: 'Gauss', singletons: 'on', secondary: 2218, sum: 42876, cpuSeconds: 140 }],
  },
  D: {
    shape: shapeOf(1_000_000, 200, { age: 6, gender: 2, edu: 5 }, 0.7),
    dimensions: 'region>district,age,gender,edu',
  },
  E: { shape: shapeOf(1_000_000, 202, withSettlement, 1), dimensions: withSettlementToo },
  H: { shape: shapeOf(200_000, 202, withSettlement, 1.1), dimensions: withSettlementToo },
  M: {
    shape: shapeOf(1_000_000, 202, { age: 7, gender: 2, edu: 6, settlement: 2, occupation: 8 }, 1),
    dimensions: `${withSettlementToo},occupation`,
  },
}
