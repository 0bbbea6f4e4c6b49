import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type ProtectCellsOptions, protectCells } from '../../pipeline/protect-cells.ts'

const folder = mkdtempSync(join(tmpdir(), 'protect-cells-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const out = join(folder, 'out.csv')
const defaults: Omit<ProtectCellsOptions, 'cells'> = {
  count: 'freq',
  dimensions: 'region>district,gender',
  minimumContributors: 10,
  intervalWidth: 10,
  zeros: 'publish',
  hiddenAtLeast: 0,
  singletons: true,
  effort: 'standard',
  loss: 'cells',
  out: null,
}
const lines = [
  'region,district,gender,freq',
  'R1,D1,F,40',
  'R1,D1,M,3',
  'R1,D2,F,50',
  'R1,D2,M,60',
  'R2,D3,F,70',
  'R2,D3,M,80',
]

function protect(text: readonly string[], change: Partial<ProtectCellsOptions> = {}) {
  const cells = join(folder, 'cells.csv')
  writeFileSync(cells, `${text.join('\n')}\n`)
  return protectCells({ cells, ...defaults, ...change })
}

describe('protectCells', () => {
  it('adds all margins, hides one primary and what protects it, and writes every cell', async () => {
    const result = await protect(lines, { out })
    expect(result).toMatchObject({ withheld: false, findings: [], cells: 18, primary: 1, unavoidable: 0 })
    expect(result.complementary).toBeGreaterThanOrEqual(3)
    expect(result.narrowest).toBeGreaterThanOrEqual(10)
    const rows = readFileSync(out, 'utf8').trimEnd().split('\n')
    expect(rows.slice(0, 2)).toEqual(['district,gender,count,status', '_T,_T,303,published'])
    expect(rows).toHaveLength(19)
    expect(rows.filter((row) => row.endsWith(',primary'))).toEqual(['D1,M,3,primary'])
    expect(rows.filter((row) => row.endsWith(',complementary'))).toHaveLength(result.complementary)
    expect(statSync(out).mode & 0o777).toBe(0o600)
    rmSync(out)
  })

  it('solves no linear program for a width of 1 and reports no width', async () => {
    const result = await protect(lines, { intervalWidth: 1 })
    expect(result).toMatchObject({ withheld: false, primary: 1, complementary: 3, narrowest: null })
  })

  it('rounds what it publishes so that it adds up, and writes that beside the counts', async () => {
    await protect(lines, { out, rounding: { base: 5, method: 'controlled' } })
    const [header, ...rows] = readFileSync(out, 'utf8').trimEnd().split('\n')
    expect(header).toBe('district,gender,count,status,rounded')
    const values = new Map(rows.map((row) => [row.split(',').slice(0, 2).join(' '), row.split(',')[4]]))
    expect(values.get('D1 M')).toBe('')
    const total = Number(values.get('_T _T'))
    expect([300, 305]).toContain(total)
    expect(Number(values.get('R1 _T')) + Number(values.get('R2 _T'))).toBe(total)
    rmSync(out)
  })

  it('refuses to round counts over k to zero', async () => {
    const change = { minimumContributors: 9, rounding: { base: 10, method: 'conventional' } } as const
    await expect(protect(lines, change)).rejects.toThrow('rounding needs a base of at most k')
  })

  it('merges small districts where that publishes more, and says so', async () => {
    const text = [
      'region,district,gender,freq',
      ...[60, 50, 6, 7, 8].flatMap((n, i) => [`R1,D${i},F,${n}`, `R1,D${i},M,${n + 1}`]),
      ...[60, 50, 70].flatMap((n, i) => [`R2,E${i},F,${n}`, `R2,E${i},M,${n + 1}`]),
    ]
    const plain = await protect(text)
    expect(plain).toMatchObject({ primary: 6, cells: 33 })
    expect(plain).not.toHaveProperty('merged')
    const result = await protect(text, { mergeSmall: true })
    expect(result).toMatchObject({ withheld: false, primary: 0, complementary: 0, cells: 27 })
    expect(result.merged).toMatchObject({
      groups: { R1_O: ['D2', 'D3', 'D4'] },
      after: { cells: 12, published: 12 },
    })
  })

  it('does not depend on the order of the rows', async () => {
    const [header, ...rows] = lines
    await protect(lines, { out })
    const first = readFileSync(out, 'utf8')
    await protect([header!, ...rows.reverse()], { out })
    expect(readFileSync(out, 'utf8')).toBe(first)
    rmSync(out)
  })

  it('sums rows of one leaf cell', async () => {
    const split = [...lines.filter((line) => !line.startsWith('R1,D2,F')), 'R1,D2,F,20', 'R1,D2,F,30']
    expect(await protect(split)).toMatchObject({ cells: 18, primary: 1 })
  })

  it.each([
    { bad: 'R1,D1,F,4.5', message: 'freq must be a whole number', because: 'a count is a fraction' },
    { bad: 'R1,D1,F,-4', message: 'freq must be a whole number', because: 'a count is negative' },
    { bad: 'R1,D1,F,', message: 'freq must be a whole number', because: 'a count is empty' },
    { bad: 'R1,,F,4', message: 'district must have a code', because: 'a code is empty' },
    { bad: 'R2,D1,F,4', message: 'a code must have one parent', because: 'a district lies in two regions' },
    { bad: 'R1,R2,F,4', message: 'one level of its hierarchy', because: 'a district is a region, too' },
    { bad: 'R1,_T,F,4', message: '_T must stand for totals', because: 'a code is reserved' },
  ])('refuses the file when $because', async ({ bad, message }) => {
    await expect(protect([...lines, bad], { out })).rejects.toThrow(message)
    expect(() => statSync(out)).toThrow('ENOENT')
  })

  it.each([
    { change: { count: 'learners' }, message: 'must have the columns learners' },
    { change: { dimensions: 'region>town,gender' }, message: 'must have the columns town' },
    { change: { dimensions: 'region,region' }, message: 'dimensions must name each column once' },
    { change: { dimensions: 'region>,gender' }, message: 'dimensions must name each column once' },
    { change: { cells: join(folder, 'absent.csv') }, message: 'absent.csv' },
  ])('refuses $change', async ({ change, message }) => {
    await expect(protect(lines, change)).rejects.toThrow(message)
  })
})
