import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { codeList, depthOf, leafCodes } from '../../../transforms/generalize/code-list.ts'
import { parseHierarchy } from '../../../transforms/generalize/parse-hierarchy.ts'
import { hierarchyLines } from './random-hierarchy.ts'

const place = parseHierarchy('place', 'a;x;*\nb;x;*\ntown;town;*', ['district', 'region'], new Map())

describe('depthOf', () => {
  it.each([
    { level: undefined, depth: 2 },
    { level: 'district', depth: 2 },
    { level: 'region', depth: 1 },
  ])('of $level is $depth', ({ level, depth }) => expect(depthOf(place, level)).toBe(depth))
  it.each(['village', 'total'])('does not know %s', (level) => {
    expect(() => depthOf(place, level)).toThrow(
      `place has the levels district, region. Provided value: ${level}`,
    )
  })
})

describe('codeList', () => {
  it('ends at a depth, with what is not stated last', () => {
    expect(codeList(place, 1, true).map(({ code, parent, level }) => [code, parent, level])).toEqual([
      ['_T', null, 0],
      ['town', '_T', 1],
      ['x', '_T', 1],
      ['_X', '_T', 1],
    ])
  })
  it('leaves it out where every value is stated', () => {
    expect(codeList(place, 2, false).map(({ code }) => code)).toEqual(['_T', 'town', 'x', 'a', 'b'])
  })
})

describe('leafCodes', () => {
  it('gives a leaf that lies higher its own code', () => {
    expect([...leafCodes(place, 2)]).toEqual([
      ['town', 'town'],
      ['a', 'a'],
      ['b', 'b'],
    ])
    expect([...leafCodes(place, 1)]).toEqual([
      ['town', 'town'],
      ['a', 'x'],
      ['b', 'x'],
    ])
  })

  const withDepth = hierarchyLines.chain((lines) => {
    const hierarchy = parseHierarchy('h', lines.join('\n'), undefined, new Map())
    return fc.record({
      lines: fc.constant(lines),
      hierarchy: fc.constant(hierarchy),
      depth: fc.integer({ min: 1, max: hierarchy.levels.length - 1 }),
    })
  })
  test.prop([withDepth])(
    'takes every leaf to the code of its line at the depth, and only to listed codes',
    ({ lines, hierarchy, depth }) => {
      const codes = leafCodes(hierarchy, depth)
      const listed = new Set(codeList(hierarchy, depth, false).map(({ code }) => code))
      expect(codes.size).toBe(lines.length)
      for (const line of lines) {
        const path = line.split(';')
        expect(codes.get(path[0]!)).toBe(path[path.length - 1 - depth])
        expect(listed).toContain(codes.get(path[0]!))
      }
    },
  )
  test.prop([withDepth])(
    'lists every parent before its children, one level below it',
    ({ hierarchy, depth }) => {
      const levels = new Map<string | null, number>([[null, -1]])
      for (const { code, parent, level } of codeList(hierarchy, depth, true)) {
        expect(levels.get(parent)).toBe(level - 1)
        levels.set(code, level)
      }
    },
  )
})
