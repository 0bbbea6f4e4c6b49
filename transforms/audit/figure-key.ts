import type { TableShape } from '../../schemas/cell.ts'

/** Names what a figure counts: the same for equal figures, in whatever table. */
export type FigureKey = (coordinates: readonly string[], more: readonly [string, string] | null) => string

/**
 * Keys for the coordinates of all tables of a release: the period and the coordinates that are not totals, by
 * name of dimension. Where a table is about several periods, each row has its own. A pair of dimension and code is one
 * character, so that keys are short.
 *
 * @returns for a table: a function of a row's coordinates, and of one more that a measure fixes
 */
export function figureKeys(): (shape: TableShape) => FigureKey {
  const characters = new Map<string, string>()
  const characterOf = (...name: readonly string[]): string => {
    const written = JSON.stringify(name)
    const found = characters.get(written)
    if (found !== undefined) return found
    const made = String.fromCodePoint(firstCharacter + characters.size)
    characters.set(written, made)
    return made
  }
  return ({ period, periodDimension, dimensions }) => {
    const ofRows = dimensions.findIndex(({ name }) => name === periodDimension)
    const startOf = (coordinates: readonly string[]) =>
      characterOf(ofRows < 0 ? period : coordinates[ofRows]!)
    const lists = dimensions.map(
      ({ name, codes }, d) =>
        new Map(codes.map(({ code }, i) => [code, i === 0 || d === ofRows ? '' : characterOf(name, code)])),
    )
    const byName = dimensions.map(({ name }, d) => ({ name, d })).sort((a, b) => (a.name < b.name ? -1 : 1))
    return (coordinates, more) => {
      let key = startOf(coordinates)
      if (more === null) {
        for (const { d } of byName) key += lists[d]!.get(coordinates[d]!)!
        return key
      }
      const [name, code] = more
      const before = byName.findIndex((other) => other.name >= name)
      byName.forEach(({ d }, i) => {
        if (i === before) key += characterOf(name, code)
        key += lists[d]!.get(coordinates[d]!)!
      })
      return before < 0 ? key + characterOf(name, code) : key
    }
  }
}

/** Beyond those that strings treat as halves of others; room for a million names. */
const firstCharacter = 0x10000
