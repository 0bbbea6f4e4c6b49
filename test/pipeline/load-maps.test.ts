import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { loadMaps } from '../../pipeline/load-maps.ts'
import { mapCodes } from '../../reports/charts/map-geometry.ts'
import { attributeSchema } from '../../schemas/project.ts'
import { threeRegions } from '../reports/charts/example-charts.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kohort-maps-'))
  return () => rm(folder, { recursive: true, force: true })
})

const { topology } = threeRegions
const load = async (text: string, map: object = { file: 'map.json', object: 'land' }) => {
  await writeFile(join(folder, 'map.json'), text)
  const region = attributeSchema.parse({ role: 'quasi-identifier', hierarchy: 'region.csv', map })
  return loadMaps(folder, { region })
}

it('reads the codes of all regions', async () => {
  const maps = await load(JSON.stringify(topology))
  expect([...mapCodes(maps.get('region')!)]).toEqual(['L-A', 'L-C', 'L-B'])
})

it('reads codes from a property', async () => {
  const text = JSON.stringify(topology)
    .replaceAll('"id":"L-', '"properties":{"iso":"M-')
    .replaceAll('","arcs":', '"},"arcs":')
  const maps = await load(text, { file: 'map.json', object: 'land', code: 'iso' })
  expect([...mapCodes(maps.get('region')!)]).toEqual(['M-A', 'M-C', 'M-B'])
})

it.each([
  { text: '{', message: /the map of region must be JSON\. Provided value: .*map\.json/ },
  { text: '{"type":"FeatureCollection"}', message: /must be TopoJSON: type: / },
  {
    text: JSON.stringify({ ...topology, objects: { sea: topology.objects['land'] } }),
    message: /must have the object land\. Provided value: sea/,
  },
  {
    text: JSON.stringify({ ...topology, arcs: topology.arcs.slice(1) }),
    message: /must have every arc that its regions name/,
  },
  {
    text: JSON.stringify(topology).replace('"id":"L-B"', '"id":"L-A"'),
    message: /must have a code of its own for each region\. Provided value: id/,
  },
  {
    text: JSON.stringify(topology).replace('"id":"L-B",', ''),
    message: /must have a code of its own for each region/,
  },
])('refuses $message', async ({ text, message }) => {
  await expect(load(text)).rejects.toThrow(message)
})

it('refuses a file that is not there', async () => {
  await expect(load('', { file: 'none.json', object: 'land' })).rejects.toThrow(
    /the map of region must be a readable file\. Provided value: .*none\.json \(ENOENT\)/,
  )
})
