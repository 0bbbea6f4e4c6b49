import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { auditBudget } from '../../../pipeline/5-protect.ts'
import { readRecordedTable } from '../../../pipeline/ledger/figure-store.ts'
import { ledgerFolder } from '../../../pipeline/ledger/ledger-folder.ts'
import { openLedger } from '../../../pipeline/ledger/open-ledger.ts'
import { readLedger } from '../../../pipeline/ledger/read-ledger.ts'
import { rebuildTables } from '../../../pipeline/ledger/rebuild-tables.ts'
import { night } from '../../../pipeline/night.ts'
import { canonicalJson } from '../../../reports/canonical-json.ts'
import { sha256Of } from '../../../reports/checksums.ts'
import { type ReadRelease, readRelease } from '../../../reports/read-release.ts'
import { generateSample } from '../../../sample-data/generate.ts'
import { matrixSize, type PublishedTable, type TableShape } from '../../../schemas/cell.ts'
import type { RecordedRelease } from '../../../schemas/ledger.ts'
import { auditFromOutside } from '../../../transforms/audit/verdict.ts'
import { exampleTable, results } from '../../reports/example-release.ts'
import { exampleRecord, ledgerPath, now } from './example-ledger.ts'

/** A shape with names in the place of titles and its size in that of its budget, as the ledger has it. */
function untitled(shape: TableShape): TableShape {
  const named = <T extends { readonly name: string }>(list: readonly T[]) =>
    list.map((one) => ({ ...one, title: { en: one.name } }))
  return {
    ...shape,
    title: { en: shape.id },
    dimensions: named(shape.dimensions).map((dimension) => ({
      ...dimension,
      codes: dimension.codes.map((code) => ({ ...code, labels: { en: code.code } })),
    })),
    baseMeasures: named(shape.baseMeasures),
    derivedMeasures: named(shape.derivedMeasures),
    cellBudget: matrixSize(shape.dimensions),
  }
}

const asRecorded = ({ shape, rows }: PublishedTable): PublishedTable => ({ shape: untitled(shape), rows })

describe('a release of the sample project', { timeout: 600_000 }, () => {
  let released: ReadRelease
  let rebuilt: readonly PublishedTable[]
  let record: RecordedRelease
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kohort-rebuild-'))
    const data = join(folder, 'data')
    await generateSample({ out: data, learners: 4000, views: 60_000, seed: 3, format: 'parquet' })
    const school = join(folder, 'school')
    await cp('sample-data/uzbekistan', school, { recursive: true })
    const project = join(school, 'kohort.yaml')
    const text = await readFile(project, 'utf8')
    await writeFile(project, text.replace('grain: month', 'grain: month\n  from: "2026-06"'))
    const run = await night({
      project,
      ...{ data, releases: join(folder, 'releases'), workspace: join(folder, 'workspace') },
      ...{ asOf: '2026-06-30', period: '2026-06', publish: true, progress: () => undefined },
      now: new Date('2026-07-01T00:00:00Z'),
    })
    released = await readRelease(run.periods[0]!.folder!)
    const ledger = join(folder, 'workspace/ledger')
    record = (await readLedger(ledger, new Date('2026-07-01T00:00:00Z'))).known[0]!.release
    rebuilt = (await rebuildTables(ledgerFolder(ledger), record)) ?? []
    return () => rm(folder, { recursive: true, force: true })
  }, 600_000)

  it('is in the ledger with all that its readers have but titles', () => {
    expect(released.findings).toEqual([])
    expect(released.tables).toHaveLength(11)
    expect(rebuilt).toEqual(released.tables.map(asRecorded))
  })

  it('is judged the same from the ledger as from its folder, passed or not', async () => {
    const judge = (tables: readonly PublishedTable[], minimumContributors: number) =>
      auditFromOutside(tables, { ...record.audit, minimumContributors }, auditBudget({ auditSeconds: 300 }))
    expect(await judge(rebuilt, 10)).toMatchObject({ passed: true, findings: [] })
    const [ours, theirs] = [await judge(rebuilt, 14), await judge(released.tables, 14)]
    expect(ours).toEqual(theirs)
    expect(ours.passed).toBe(false)
  })
})

describe('a table', () => {
  it('keeps parts, bounds, indicators, quantities, ratios and scores', async () => {
    const path = await ledgerPath()
    const ledger = await openLedger(path, now)
    const rich: TableShape = {
      ...results,
      baseMeasures: [
        results.baseMeasures[0]!,
        { ...results.baseMeasures[1]!, part: { dimension: 'outcome', code: 'pass', rest: 'fail' } },
        { ...results.baseMeasures[0]!, name: 'minutes', type: 'sum', quantity: 'minutes' },
      ],
      derivedMeasures: [
        ...results.derivedMeasures,
        { name: 'median', title: { en: 'Median' }, type: 'median', score: 'score' },
      ],
    }
    const table = exampleTable(rich)
    const release = { ...(await exampleRecord(ledger)), tables: [await ledger.store(table)] }
    expect(await rebuildTables(ledgerFolder(path), release)).toEqual([asRecorded(table)])
  })

  it('that an earlier version recorded can still be read, and says that it cannot be rebuilt', async () => {
    const path = await ledgerPath()
    const folder = ledgerFolder(path)
    const ledger = await openLedger(path, now)
    const release = await exampleRecord(ledger)
    const codes = [
      { code: '_T', level: 0, parent: null },
      { code: 'f', level: 1, parent: '_T' },
    ]
    const base = { counts: 'lesson_views:learners', over_events: 'distinct', within: null }
    const earlier = canonicalJson({
      fact: 'lesson_views',
      dimensions: [{ name: 'gender', kind: 'attribute', sensitive: false, codes }],
      base_measures: [{ name: 'learners', type: 'learners', ...base }],
      derived_measures: [{ name: 'mean', type: 'mean', decimals: 1 }],
      zeros: 'protect',
    })
    const put = async (text: string): Promise<string> => {
      const bytes = gzipSync(text, { level: 9 })
      await writeFile(join(folder.figures, `${sha256Of(bytes)}.gz`), bytes)
      return sha256Of(bytes)
    }
    const table = {
      ...{ id: 'views', definition: await put(earlier), figures: await put('[[40,"c"],[71,"c"]]') },
      ...{ rows: 2, dimensions: [{ name: 'gender', levels: 1 }] },
    }
    await ledger.append({ kind: 'adopted', release: { ...release, tables: [table] } })
    const { known } = await readLedger(path, now)
    expect(readRecordedTable(folder, table).rows.map(({ figures }) => figures)).toEqual([
      [
        { value: 40, status: 'A' },
        { value: 71, status: 'A' },
      ],
      [
        { value: null, status: 'c' },
        { value: null, status: 'c' },
      ],
    ])
    expect(await rebuildTables(folder, known[0]!.release)).toBeNull()
  })
})
