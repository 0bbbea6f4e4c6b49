import { expect, it } from 'vitest'
import { contentOf } from '../../../reports/formats/release-content.ts'
import { buildManifest, manifestText } from '../../../reports/manifest.ts'
import { facts, tables } from '../example-release.ts'
import { withMap } from './example-charts.ts'

it('is in no manifest, so that a chart may change between releases', () => {
  const charts = { ...withMap('region'), choices: new Map([['test-results', { kind: 'none' as const }]]) }
  const manifest = buildManifest(tables, { ...facts, charts }, [])
  expect(manifestText(manifest)).toBe(manifestText(buildManifest(tables, facts, [])))
  expect(contentOf(manifest, tables).facts.charts).toBeUndefined()
})
