import { chooseUpdates } from '../../../pipeline/choose-updates.ts'
import type { Dimension } from '../../../schemas/cell.ts'
import { matrixCoordinates } from '../../../schemas/cell.ts'
import type { Move, Returns, TableHistory } from '../../../schemas/change.ts'
import { attest } from '../../../transforms/attest.ts'
import type { ProtectionLimits } from '../../../transforms/disclosure/protect-tables.ts'
import { protectTables } from '../../../transforms/disclosure/protect-tables.ts'
import { parameters, unlimited } from '../../transforms/audit/tables.ts'
import { countTable, dimension, flat, limits } from '../../transforms/disclosure/tables.ts'

/** Where each learner is counted on one night, by learner: codes of a leaf, or null. */
export type Night = ReadonlyMap<number, string | null>

export const dimensions: readonly Dimension[] = [
  dimension('region', {
    north: '_T',
    n1: 'north',
    n2: 'north',
    n3: 'north',
    south: '_T',
    s1: 'south',
    s2: 'south',
  }),
  dimension('gender', flat('f', 'm')),
]
export const places = ['n1', 'n2', 'n3', 's1', 's2'].flatMap((region) =>
  ['f', 'm'].map((gender) => `${region} ${gender}`),
)

/** What a reader has of one night: by row the count, where the release shows it as of that night. */
export interface SeenNight {
  readonly shown: readonly (number | null)[]
}

/** Learners of whom nothing is kept while they are away. */
export interface Forgotten {
  readonly learners: ReadonlySet<number>
  readonly isReckonedWith: boolean
}

/** Publishes night after night, with or without looking at what changed, and keeps all that a reader sees. */
export async function publishNights(
  nights: readonly Night[],
  k: number,
  watchesChanges: boolean,
  forgotten: Forgotten = { learners: new Set(), isReckonedWith: false },
): Promise<readonly SeenNight[]> {
  const rows = [...matrixCoordinates(dimensions)]
  const own: ProtectionLimits = { ...limits, minimumContributors: k, intervalWidth: k }
  const held = { ...parameters, minimumContributors: k, intervalWidth: k }
  const seen: SeenNight[] = []
  const last: (number | null)[] = rows.map(() => null)
  for (const [n, night] of nights.entries()) {
    const table = countTable(dimensions, countsOf(night))
    const tables = attest('tabulated', [table])
    const history: TableHistory = {
      moments: seen.map(({ shown }, m) => ({
        asOf: `night ${m}`,
        fresh: Uint8Array.from(shown, (value) => (value === null ? 0 : 1)),
        figures: Float64Array.from(shown, (value) => value ?? Number.NaN),
        ...changesSince(nights, m, n, rows, forgotten),
      })),
      lastFigures: last.map((value) => (value === null ? null : [{ value, status: 'A' }])),
    }
    let fresh: Uint8Array
    if (watchesChanges && n > 0)
      fresh = (await chooseUpdates(tables, [history], own, held, unlimited)).fresh[0]!
    else {
      const { patterns } = await protectTables(tables, own)
      fresh = Uint8Array.from(patterns[0]!.rows, ({ status }) => (status === 'published' ? 1 : 0))
    }
    const shown = table.cells.map(({ contributors }, row) => (fresh[row] === 1 ? contributors : null))
    shown.forEach((value, row) => {
      if (value !== null) last[row] = value
    })
    seen.push({ shown })
  }
  return seen
}

function countsOf(night: Night): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const place of night.values()) if (place !== null) counts[place] = (counts[place] ?? 0) + 1
  return counts
}

/** What is known of changes: who was forgotten in between seems to have left for good, and somebody else to have come. */
function changesSince(
  nights: readonly Night[],
  m: number,
  n: number,
  rows: readonly (readonly string[])[],
  { learners, isReckonedWith }: Forgotten,
): { readonly moves: readonly Move[]; readonly returns?: Returns } {
  const isHere = (learner: number, at: number) => nights[at]!.get(learner) != null
  const isAway = (learner: number) => {
    for (let at = m + 1; at < n; at++) if (!isHere(learner, at)) return true
    return false
  }
  const back = [...learners].filter((one) => isHere(one, m) && isHere(one, n) && isAway(one))
  const seeming = new Map(nights[n]!)
  for (const learner of back) {
    seeming.set(learner, null)
    seeming.set(-1 - learner, nights[n]!.get(learner)!)
  }
  const moves = movesBetween(nights[m]!, seeming, rows)
  if (!isReckonedWith) return { moves }
  // Nobody can tell who is back from who came late for another reason, or who is not back yet.
  const rowOf = new Map(rows.map((codes, row) => [codes.join(' '), row]))
  const wasHere = (one: number) => Array.from({ length: n }, (_, at) => at).some((at) => isHere(one, at))
  const late = [...learners].filter(
    (one) => isHere(one, n) && wasHere(one) && (back.includes(one) || !isHere(one, m)),
  )
  const gone = [...learners].filter((one) => isHere(one, m) && (back.includes(one) || !isHere(one, n)))
  const most = Math.min(late.length, gone.length)
  const returns: Returns = {
    most,
    joined: late.map((one) => ({ row: rowOf.get(nights[n]!.get(one)!)!, learners: 1 })),
    departed: gone.map((one) => ({ row: rowOf.get(nights[m]!.get(one)!)!, learners: 1 })),
  }
  return { moves, returns }
}

function movesBetween(before: Night, after: Night, rows: readonly (readonly string[])[]): readonly Move[] {
  const rowOf = new Map(rows.map((codes, row) => [codes.join(' '), row]))
  const moves = new Map<string, number>()
  for (const learner of new Set([...before.keys(), ...after.keys()])) {
    const [from, to] = [before.get(learner) ?? null, after.get(learner) ?? null]
    if (from === to) continue
    const key = `${from === null ? -1 : rowOf.get(from)} ${to === null ? -1 : rowOf.get(to)}`
    moves.set(key, (moves.get(key) ?? 0) + 1)
  }
  return [...moves].map(([key, learners]) => {
    const [from, to] = key.split(' ').map(Number)
    return { from: from!, to: to!, learners }
  })
}
