import fc from 'fast-check'

/** Lines of a random hierarchy with one to three levels under the root, every value under one parent. */
export const hierarchyLines: fc.Arbitrary<readonly string[]> = fc
  .record({
    levels: fc.integer({ min: 1, max: 3 }),
    leaves: fc.integer({ min: 1, max: 8 }),
    widths: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 3 }),
  })
  .map(({ levels, leaves, widths }) =>
    Array.from({ length: leaves }, (_, leaf) => {
      const path = [`v${leaf}`]
      let group = leaf
      for (let level = 1; level < levels; level++) {
        group = Math.floor(group / widths[level]!)
        path.push(`g${level}_${group}`)
      }
      return [...path, '*'].join(';')
    }),
  )
