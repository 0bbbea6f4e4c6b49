import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeRelease } from '../../reports/write-release.ts'
import type { PublishedTable, TableShape } from '../../schemas/cell.ts'
import { exampleTable, facts, held, results, temporaryFolder } from './example-release.ts'

async function csvOf(table: PublishedTable): Promise<string> {
  const { folder } = await writeRelease(held(table), facts, await temporaryFolder())
  return readFile(join(folder, 'tables', `${table.shape.id}.csv`), 'utf8')
}

it('writes rows in byte order, NULL as nothing, means with their decimals', async () => {
  expect(await csvOf(exampleTable(results))).toBe(`\
region,gender,time_period,assessed,assessed_status,passed,passed_status,pass_rate,pass_rate_status,mean_score,mean_score_status
UZ-AN,_T,2026-10,280,A,270,A,30,A,3.1,A
UZ-AN,f,2026-10,320,A,310,A,35,A,3.6,A
UZ-AN,m,2026-10,,c,,c,,c,,c
UZ-TK,_T,2026-10,160,A,150,A,15,A,1.6,A
UZ-TK,f,2026-10,200,A,190,A,,c,,c
UZ-TK,m,2026-10,,c,,c,,c,,c
_T,_T,2026-10,40,A,30,A,0,A,0.1,A
_T,f,2026-10,80,A,70,A,5,A,0.6,A
_T,m,2026-10,,c,,c,,c,,c
_X,_T,2026-10,400,A,390,A,45,A,4.6,A
_X,f,2026-10,440,A,430,A,50,A,5.1,A
_X,m,2026-10,,c,,c,,c,,c
`)
})

it('quotes what needs quotes, and orders by bytes rather than by locale or UTF-16', async () => {
  const codes = ['_T', 'z', 'Ж', '\u{1d49c}', '\uffe6', 'a"b', 'a,b', 'a\nb', 'A'].map((code, i) => ({
    code,
    parent: i === 0 ? null : '_T',
    level: i === 0 ? 0 : 1,
    labels: { en: 'x' },
  }))
  const shape: TableShape = {
    ...results,
    dimensions: [{ ...results.dimensions[0]!, codes }],
    baseMeasures: results.baseMeasures.slice(0, 1),
    derivedMeasures: [],
  }
  expect(await csvOf(exampleTable(shape))).toBe(`\
region,time_period,assessed,assessed_status
A,2026-10,,c
_T,2026-10,40,A
"a
b",2026-10,320,A
"a""b",2026-10,,c
"a,b",2026-10,280,A
z,2026-10,80,A
Ж,2026-10,,c
\uffe6,2026-10,200,A
\u{1d49c},2026-10,160,A
`)
})

it.each([
  { decimals: 0, cents: 7, text: '7' },
  { decimals: 1, cents: 7, text: '0.7' },
  { decimals: 2, cents: 7, text: '0.07' },
  { decimals: 2, cents: 7450, text: '74.50' },
  { decimals: 1, cents: 0, text: '0.0' },
])('writes $cents with $decimals decimals as $text', async ({ decimals, cents, text }) => {
  const shape: TableShape = {
    ...results,
    dimensions: [],
    baseMeasures: results.baseMeasures.slice(0, 1),
    derivedMeasures: [{ name: 'mean', title: { en: 'Mean' }, type: 'mean', score: 'score', decimals }],
  }
  const figures = [{ value: 40, status: 'A' } as const, { value: cents, status: 'A' } as const]
  const csv = await csvOf({ shape, rows: [{ coordinates: [], figures }] })
  expect(csv).toBe(`time_period,assessed,assessed_status,mean,mean_status\n2026-10,40,A,${text},A\n`)
})
