import type { PublishedTable } from '../../schemas/cell.ts'
import type { Manifest } from '../../schemas/release.ts'
import { type ScreenCheck, type ScreenedRelease, skip, unlessAny } from './screen-check.ts'

/** Change of a grand total from one period to the next that a reader will ask about. */
const jump = 0.5

const alone = 'no earlier release of the series was given (--previous)'

type ManifestTable = Manifest['tables'][number]

/** Tables that both releases have. */
function pairs(
  previous: ScreenedRelease,
  { manifest }: ScreenedRelease,
): readonly (readonly [ManifestTable, ManifestTable])[] {
  return manifest.tables.flatMap((table) => {
    const before = previous.manifest.tables.find(({ id }) => id === table.id)
    return before === undefined ? [] : [[before, table] as const]
  })
}

function grandTotals(tables: readonly PublishedTable[]): ReadonlyMap<string, number> {
  return new Map(
    tables.flatMap(({ shape, rows }) => {
      const row = rows.find(({ coordinates }) =>
        coordinates.every((code, d) => code === shape.dimensions[d]!.codes[0]!.code),
      )
      return shape.baseMeasures.flatMap(({ name }, m): [string, number][] => {
        const value = row?.figures[m]?.value ?? null
        return value === null ? [] : [[`${shape.id}.${name}`, value]]
      })
    }),
  )
}

/** Days of a period are others than those of the one before. */
const isDay = (code: string) => /^\d{4}-\d{2}-\d{2}$/.test(code)

const idsOf = ({ manifest }: ScreenedRelease) => manifest.tables.map(({ id }) => id)

/** The release against the one before it: where a series breaks. */
export const seriesChecks: readonly ScreenCheck[] = [
  {
    id: 'series/next',
    what: 'it is of the period right after the earlier release, or a later version of its period',
    run: ({ manifest, previous }) => {
      if (previous === null) return skip(alone)
      const { period: before, version } = previous.manifest
      const { period } = manifest
      const isNext = before.end === period.start || (before.id === period.id && version < manifest.version)
      return unlessAny(
        isNext ? [] : [`${before.id} v${version} and ${period.id} v${manifest.version}`],
        'warn',
        {
          passed: `it follows ${before.id}`,
          guidance: 'Periods in between are missing: do not draw a line through the gap.',
        },
      )
    },
  },
  {
    id: 'series/tables',
    what: 'every table of the earlier release is there again',
    run: (screened) => {
      if (screened.previous === null) return skip(alone)
      const now = new Set(idsOf(screened))
      return unlessAny(
        idsOf(screened.previous).filter((id) => !now.has(id)),
        'warn',
        {
          passed: 'no table is gone',
          guidance: 'The series of these tables ends: ask whether it goes on elsewhere.',
        },
      )
    },
  },
  {
    id: 'series/codes',
    what: 'tables have the codes that they had',
    run: (screened) => {
      if (screened.previous === null) return skip(alone)
      const changed = pairs(screened.previous, screened).flatMap(([before, after]) => {
        const names = (table: ManifestTable) => table.dimensions.map(({ name }) => name)
        if (names(before).join() !== names(after).join()) return [`${after.id}: other dimensions`]
        return after.dimensions.flatMap(({ name, codes }, d) => {
          const [old, now] = [before.dimensions[d]!.codes, codes].map(
            (list) =>
              new Set(
                list.filter(({ code }) => !isDay(code)).map(({ code, parent }) => `${code} < ${parent}`),
              ),
          )
          const [gone, come] = [
            [...old!].filter((code) => !now!.has(code)).length,
            [...now!].filter((code) => !old!.has(code)).length,
          ]
          return gone + come === 0 ? [] : [`${after.id}.${name}: ${come} new, ${gone} gone`]
        })
      })
      return unlessAny(changed, 'warn', {
        passed: 'code lists are the same',
        guidance: 'The series of these rows breaks: compare coarser levels that both have.',
      })
    },
  },
  {
    id: 'series/measures',
    what: 'measures count what they counted',
    run: (screened) => {
      if (screened.previous === null) return skip(alone)
      const changed = pairs(screened.previous, screened).flatMap(([before, after]) =>
        before.base_measures.flatMap((measure) => {
          const now = after.base_measures.find(({ name }) => name === measure.name)
          if (now === undefined) return [`${after.id}.${measure.name} is gone`]
          return now.counts === measure.counts ? [] : [`${after.id}.${measure.name} counts something else`]
        }),
      )
      return unlessAny(changed, 'warn', {
        passed: 'measures are the same',
        guidance: 'Do not compare these columns over time.',
      })
    },
  },
  {
    id: 'series/jumps',
    what: `no grand total changed by more than ${100 * jump} %`,
    run: ({ tables, previous }) => {
      if (previous === null) return skip(alone)
      const before = grandTotals(previous.tables)
      const jumped = [...grandTotals(tables)].flatMap(([name, value]) => {
        const old = before.get(name)
        if (old === undefined || old === 0) return []
        const change = value / old - 1
        return Math.abs(change) > jump
          ? [`${name}: ${change > 0 ? '+' : ''}${Math.round(100 * change)} %`]
          : []
      })
      return unlessAny(jumped, 'warn', {
        passed: 'no grand total jumped',
        guidance: 'Ask the publisher what happened before reporting it as a trend.',
      })
    },
  },
  {
    id: 'series/policy',
    what: 'the thresholds are those of the earlier release',
    run: ({ manifest, previous }) => {
      if (previous === null) return skip(alone)
      const [before, now] = [previous.manifest, manifest].map(
        ({ audit }) => audit.parameters as Readonly<Record<string, unknown>>,
      )
      const changed = [...new Set([...Object.keys(before!), ...Object.keys(now!)])].filter(
        (name) => JSON.stringify(before![name]) !== JSON.stringify(now![name]),
      )
      return unlessAny(changed, 'warn', {
        passed: 'thresholds are the same',
        guidance: 'More or fewer cells are withheld than before for that reason alone.',
      })
    },
  },
]
