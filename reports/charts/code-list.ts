import type { Code, Dimension } from '../../schemas/cell.ts'

/** Code of learners about whom the source does not say: a category like others. */
export const notStated = '_X'

/**
 * Codes that together make up the total once: those of a level, and those above it that have nothing below them; in
 * the order of the code list, each where its parent stands.
 *
 * @param level counted from the total, whose level is 0
 */
export function codesAtLevel({ codes }: Dimension, level: number): readonly Code[] {
  const children = new Map<string | null, Code[]>()
  for (const code of codes) children.set(code.parent, [...(children.get(code.parent) ?? []), code])
  const below = (code: Code): readonly Code[] => {
    const finer = children.get(code.code)
    return finer === undefined || code.level === level ? [code] : finer.flatMap(below)
  }
  return (children.get(null) ?? []).flatMap(({ code }) => (children.get(code) ?? []).flatMap(below))
}

/** Levels below the total, the finest first. */
export function levelsOf({ codes }: Dimension): readonly number[] {
  return [...new Set(codes.filter(({ parent }) => parent !== null).map(({ level }) => level))].toSorted(
    (a, b) => b - a,
  )
}

/** The codes of the finest level that has no more than `most`; null where all have more, or there is none. */
export function finestWithin(dimension: Dimension, most: number): readonly Code[] | null {
  return (
    levelsOf(dimension)
      .map((level) => codesAtLevel(dimension, level))
      .find((codes) => codes.length <= most) ?? null
  )
}

/** `2026-05-01`, `2026-W23`, `2026-05`, `2026-Q2`, `2026` */
const periodPattern = /^\d{4}(-\d{2}(-\d{2})?|-W\d{2}|-Q\d)?$/

/** Whether the codes are days, weeks, months or the like, in the order of time. */
export function arePeriods({ kind }: Dimension, codes: readonly Code[]): boolean {
  return (
    kind === 'event' &&
    codes.length > 1 &&
    codes.every(({ code }, i) => periodPattern.test(code) && (i === 0 || code > codes[i - 1]!.code))
  )
}

/** `-17`, `<18`, `18`, `18-24`, `18–24`, `65+`, `>=65`, `55<=` */
const bandPattern = /^(-|[<>]=?)?(\d+)([-–]\d+|\+|<=)?$/

/** Whether the codes are bands of a number, three or more of them, ascending; what is not stated aside. */
export function areBands(codes: readonly Code[]): boolean {
  const bands = codes.filter(({ code }) => code !== notStated).map(({ code }) => bandPattern.exec(code))
  const starts = bands.map((band) => (/^[-<]/.test(band?.[1] ?? '') ? -1 : Number(band?.[2])))
  // Without that, codes that are plain numbers would do.
  const ranges = bands.filter((band) => band?.[1] !== undefined || band?.[3] !== undefined)
  return (
    bands.length > 2 &&
    ranges.length > bands.length / 2 &&
    starts.every((start, i) => start > (starts[i - 1] ?? Number.NEGATIVE_INFINITY))
  )
}
