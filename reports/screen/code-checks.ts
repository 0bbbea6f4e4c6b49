import { type ScreenCheck, skip, unlessAny } from './screen-check.ts'

/** Codes that are no classification's: totals, not stated, and siblings merged into one. */
const ownCode = /^_[TX]$|_O$/

/** Codes against what the recipient knows. */
export const codeChecks: readonly ScreenCheck[] = [
  {
    id: 'codes/classification',
    what: 'the finest codes of a dimension are those of the classification that the recipient has for it',
    run: ({ manifest, classifications }) => {
      const dimensions = manifest.tables.flatMap(({ id, dimensions: own }) =>
        own.filter(({ name }) => classifications.has(name)).map((one) => ({ table: id, ...one })),
      )
      if (dimensions.length === 0)
        return skip('no classification of a dimension of this release was given (--classification)')
      return unlessAny(
        dimensions.flatMap(({ table, name, codes }) =>
          codes
            .filter(({ code }) => !codes.some(({ parent }) => parent === code))
            .filter(({ code }) => !ownCode.test(code) && !classifications.get(name)!.has(code))
            .map(({ code }) => `${table}.${name}=${code}`),
        ),
        'warn',
        {
          passed: 'all codes are known',
          guidance:
            'Rows of these codes join with nothing: ask which edition of the classification they are of.',
        },
      )
    },
  },
  {
    id: 'codes/one-list',
    what: 'a dimension has the same parents for its codes in every table',
    run: ({ manifest }) => {
      const parents = new Map<string, { readonly parent: string | null; readonly table: string }>()
      const wrong = manifest.tables.flatMap(({ id, dimensions }) =>
        dimensions.flatMap(({ name, codes }) =>
          codes.flatMap(({ code, parent }) => {
            const key = `${name}=${code}`
            const other = parents.get(key)
            if (other === undefined) parents.set(key, { parent, table: id })
            return other === undefined || other.parent === parent ? [] : [`${key}: ${other.table} and ${id}`]
          }),
        ),
      )
      return unlessAny(wrong, 'warn', {
        passed: 'code lists agree',
        guidance: 'Load one hierarchy for each of these tables, not one for all.',
      })
    },
  },
]
