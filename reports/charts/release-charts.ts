import type { Topology } from 'topojson-specification'
import type { ChartChoice } from '../../schemas/chart.ts'

/** Borders that a project gives for the codes of one dimension. */
export interface RegionMap {
  readonly topology: Topology
  /** Object of the topology whose geometries are the regions. */
  readonly object: string
  /** Property of a region that holds its code; null where its `id` does. */
  readonly code: string | null
}

/** What a project says about its charts. Nothing here changes a figure, and no manifest or ledger records it. */
export interface ReleaseCharts {
  /** By id of the table. */
  readonly choices: ReadonlyMap<string, ChartChoice>
  /** By name of the dimension. */
  readonly maps: ReadonlyMap<string, RegionMap>
}

export const noCharts: ReleaseCharts = { choices: new Map(), maps: new Map() }
