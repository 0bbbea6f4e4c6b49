import { describe, expect, it } from 'vitest'
import { buildManifest } from '../../reports/manifest.ts'
import { manifestSchema } from '../../schemas/release.ts'
import { facts, tables } from '../reports/example-release.ts'

const file = { path: 'tables/test-results.csv', sha256: 'a'.repeat(64), bytes: 7 }
const manifest = buildManifest(tables, facts, [file])

type Path = readonly (string | number)[]

/** Paths of all objects in a value, itself among them. */
function objectsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return []
  const own = Array.isArray(value) ? [] : [path]
  return [...own, ...Object.entries(value).flatMap(([key, child]) => objectsIn(child, [...path, key]))]
}

function withExtra(value: unknown, path: Path): unknown {
  const [head, ...rest] = path
  if (head === undefined) return { ...(value as object), excluded: 3 }
  if (Array.isArray(value))
    return value.map((child, i) => (String(i) === head ? withExtra(child, rest) : child))
  return Object.fromEntries(
    Object.entries(value as object).map(([key, child]) => [
      key,
      key === head ? withExtra(child, rest) : child,
    ]),
  )
}

it('takes the manifest that the writer builds', () => {
  expect(manifestSchema.safeParse(manifest).error).toBeUndefined()
})

describe('an extra key is refused', () => {
  // The policy's parameters are copied from the policy, which is strict itself.
  const places = objectsIn(manifest).filter((path) => path[1] !== 'parameters' || path[0] !== 'policy')
  it('in more places than the top', () => expect(places.length).toBeGreaterThan(20))
  it.each([
    ...new Map(
      places.map((path) => [path.map((part) => (/^\d+$/.test(String(part)) ? '…' : part)).join('.'), path]),
    ),
  ])('in /%s', (_name, path) => {
    expect(manifestSchema.safeParse(withExtra(manifest, path)).success).toBe(false)
  })
})

describe('a figure derived from learners has no place', () => {
  it.each(['excluded', 'quarantined', 'lag_days', 'narrowest', 'learners', 'k'])(
    '%s is refused at the top and in audit',
    (key) => {
      expect(manifestSchema.safeParse({ ...manifest, [key]: 1 }).success).toBe(false)
      expect(manifestSchema.safeParse({ ...manifest, audit: { ...manifest.audit, [key]: 1 } }).success).toBe(
        false,
      )
    },
  )
})

it('says passed or nothing about the audit', () => {
  expect(
    manifestSchema.safeParse({ ...manifest, audit: { ...manifest.audit, result: 'failed' } }).success,
  ).toBe(false)
})
