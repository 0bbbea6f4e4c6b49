import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { changedInputs, readInputs } from '../../pipeline/inputs.ts'
import { loadProject } from '../../pipeline/load-project.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kohort-charts-'))
  await cp('sample-data/uzbekistan', folder, { recursive: true })
  return () => rm(folder, { recursive: true, force: true })
})

const file = () => join(folder, 'kohort.yaml')
async function withChart<T>(chart: string, work: () => Promise<T>): Promise<T> {
  const path = join(folder, 'tables/views-by-day.yaml')
  const text = await readFile(path, 'utf8')
  await writeFile(path, `${text}chart: ${chart}\n`)
  try {
    return await work()
  } finally {
    await writeFile(path, text)
  }
}

it('takes what a table says of its chart, and no other part of its definition', async () => {
  const plain = await loadProject(file())
  const chosen = await withChart('{ kind: bars, by: [course], measure: minutes }', () => loadProject(file()))
  expect([...plain.charts.choices]).toEqual([])
  expect([...chosen.charts.choices]).toEqual([
    ['views-by-day', { kind: 'bars', by: ['course'], measure: 'minutes' }],
  ])
})

it.each([
  {
    chart: '{ kind: map }',
    says: 'in the chart of table views-by-day, a map needs an attribute with a map that has its codes. Provided value: map',
  },
  {
    chart: '{ kind: bars, by: [age] }',
    says: 'in the chart of table views-by-day, by names dimensions of the table. Provided value: age',
  },
  { chart: '{ kind: pie }', says: /views-by-day\.yaml:\d+: chart\.kind: .*Provided value: "pie"/ },
])('refuses $chart', async ({ chart, says }) => {
  await expect(withChart(chart, () => loadProject(file()))).rejects.toThrow(says)
})

it('counts a map among the inputs of a release', async () => {
  const data = join(folder, 'data')
  await mkdir(join(data, 'lesson_views'), { recursive: true })
  for (const name of [
    'learners',
    'courses',
    'lessons',
    'tests',
    'lesson_views/1',
    'progress',
    'test_results',
  ])
    await writeFile(join(data, `${name}.parquet`), '')
  const project = await loadProject(file())
  const before = await readInputs(project, data)
  await appendFile(join(folder, 'maps/regions.topo.json'), ' ')
  const after = await readInputs(project, data)
  expect(changedInputs(before, after)).toEqual(['the project file, or a file that it names'])
})
