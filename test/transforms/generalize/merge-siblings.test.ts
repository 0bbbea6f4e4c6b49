import { describe, expect, it } from 'vitest'
import { ConfigurationError } from '../../../schemas/failure.ts'
import { codeList, leafCodes } from '../../../transforms/generalize/code-list.ts'
import { mergeSiblings } from '../../../transforms/generalize/merge-siblings.ts'
import { parseHierarchy } from '../../../transforms/generalize/parse-hierarchy.ts'

const lines = [
  'v1;D1;R1;*',
  'v2;D2;R1;*',
  'v3;D2;R1;*',
  'v4;D3;R1;*',
  'v5;D4;R2;*',
  'v6;D5;R2;*',
  'v7;D6;R2;*',
  'v8;R3;R3;*',
]
const hierarchy = parseHierarchy('place', lines.join('\n'), ['village', 'district', 'region'], new Map())
const district = 2

const codesOf = (merge: readonly string[], depth = district) =>
  codeList(mergeSiblings(hierarchy, district, merge), depth, true).map(({ code, parent }) => [code, parent])

describe('mergeSiblings', () => {
  it('puts one code in the place of the siblings, for each parent', () => {
    expect(codesOf(['D1', 'D2', 'D5', 'D6'])).toEqual([
      ['_T', null],
      ['R1', '_T'],
      ['R2', '_T'],
      ['R3', '_T'],
      ['D3', 'R1'],
      ['D4', 'R2'],
      ['R1_O', 'R1'],
      ['R2_O', 'R2'],
      ['_X', '_T'],
    ])
  })

  it('gives every value the merged code, and leaves coarser levels alone', () => {
    const merged = mergeSiblings(hierarchy, district, ['D1', 'D2'])
    expect(Object.fromEntries(leafCodes(merged, district))).toEqual({
      v1: 'R1_O',
      v2: 'R1_O',
      v3: 'R1_O',
      v4: 'D3',
      v5: 'D4',
      v6: 'D5',
      v7: 'D6',
      v8: 'R3',
    })
    expect(leafCodes(merged, 1)).toEqual(leafCodes(hierarchy, 1))
    expect(codesOf(['D1', 'D2'], 1)).toEqual(codesOf([], 1))
  })

  it('merges values of the finest level, which stay values', () => {
    const ages = parseHierarchy('age', 'a;*\nb;*\nc;*', ['age'], new Map())
    const merged = mergeSiblings(ages, 1, ['b', 'c'])
    expect([...leafCodes(merged, 1)]).toEqual([
      ['a', 'a'],
      ['b', '_T_O'],
      ['c', '_T_O'],
    ])
    expect(codeList(merged, 1, false).at(-1)).toEqual({
      code: '_T_O',
      parent: '_T',
      level: 1,
      labels: { en: 'Other', uz: 'Boshqa', ru: 'Другое' },
    })
  })

  it('changes nothing without codes', () => {
    expect(mergeSiblings(hierarchy, district, [])).toBe(hierarchy)
  })

  it.each([
    { merge: ['D1', 'D9'], rule: 'must name codes that the pinned level shows', value: 'D9' },
    { merge: ['v1', 'v2'], rule: 'must name codes that the pinned level shows', value: 'v1' },
    { merge: ['R1', 'R2'], rule: 'must name codes that the pinned level shows', value: 'R1' },
    { merge: ['D1', 'D1', 'D2'], rule: 'must name each code once', value: 'D1' },
    { merge: ['D1', 'D2', 'D4'], rule: 'needs two siblings or more', value: 'D4' },
    { merge: ['D1', 'D2', 'D3'], rule: 'must leave its parent another child', value: 'R1' },
  ])('refuses $merge: $rule', ({ merge, rule, value }) => {
    expect(() => mergeSiblings(hierarchy, district, merge)).toThrow(ConfigurationError)
    expect(() => mergeSiblings(hierarchy, district, merge)).toThrow(
      `merge of place ${rule}. Provided value: ${value}`,
    )
  })

  it('refuses a code that is taken', () => {
    const taken = parseHierarchy('place', 'a;*\nb;*\nc;*\n_T_O;*', undefined, new Map())
    expect(() => mergeSiblings(taken, 1, ['a', 'b'])).toThrow('needs a code that is not taken')
  })
})
