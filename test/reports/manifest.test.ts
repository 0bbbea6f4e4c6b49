import { expect, it } from 'vitest'
import { canonicalJson } from '../../reports/canonical-json.ts'
import { buildManifest, manifestText, parseManifest, policySha256, shapesOf } from '../../reports/manifest.ts'
import { facts, tables } from './example-release.ts'

const manifest = buildManifest(tables, facts, [])

it('reads back as it was built', () => {
  expect(parseManifest(manifestText(manifest))).toEqual({ manifest })
  expect(shapesOf(manifest)).toEqual(tables.map(({ shape }) => shape))
})

it('is indented by two spaces, begins with its format and ends with a newline', () => {
  expect(manifestText(manifest)).toMatch(
    /^\{\n {2}"format": "kohort-release\/1",\n {2}"id": "uzbekistan\/2026-10\/1",\n(.*\n)+\}\n$/,
  )
})

it('has one text, whatever the order of keys', () => {
  const reversed = reverseKeys(manifest)
  expect(JSON.stringify(reversed)).not.toBe(JSON.stringify(manifest))
  expect(parseManifest(JSON.stringify(reversed))).toEqual({ manifest })
  expect(manifestText(buildManifest(tables, reversedFacts(), []))).toBe(manifestText(manifest))
})

it('hashes the policy as sorted JSON without white space', () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'é' })).toBe('{"a":"é","b":[{"c":null,"d":1}]}')
  expect(policySha256(reversedFacts().policyParameters)).toBe(manifest.policy.sha256)
  expect(policySha256({ ...facts.policyParameters, intervalWidth: 11 })).not.toBe(manifest.policy.sha256)
})

it.each([
  { because: 'it is not JSON', text: '{', clause: 'a manifest is JSON' },
  { because: 'a field is unknown', text: JSON.stringify({ ...manifest, excluded: 3 }), clause: 'excluded' },
  { because: 'a field is missing', text: JSON.stringify({ ...manifest, audit: undefined }), clause: 'audit' },
  {
    because: 'the audit failed',
    text: manifestText(manifest).replace('"result": "passed"', '"result": "failed"'),
    clause: 'audit: result',
  },
])('is refused when $because', ({ text, clause }) => {
  expect(parseManifest(text)).toEqual({ clause: expect.stringContaining(clause) })
})

function reversedFacts() {
  return {
    ...facts,
    project: {
      timeZone: facts.project.timeZone,
      title: { uz: 'Maktab', en: 'School' },
      id: facts.project.id,
    },
    policyParameters: {
      dominance: { minutesPerLearner: 6000, concentration: null, coalition: 2, p: 10 },
      intervalWidth: 10,
      minimumContributors: 10,
    },
  }
}

function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, entry]) => [key, reverseKeys(entry)]),
  )
}
