import {
  type Cell,
  type Dimension,
  matrixCoordinates,
  matrixSize,
  type TableShape,
} from '../../schemas/cell.ts'

/** Figures of one group of learners, as the database counted them. */
export interface CountedGroup {
  /** Index into each dimension's codes; 0 where the dimension is summed away. */
  readonly coordinates: readonly number[]
  readonly contributors: number
  readonly values: readonly number[]
  readonly contributorsOf: readonly number[]
  readonly largest: readonly (readonly number[])[]
  readonly outcomes: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/** Learners of one group by a whole percentage. */
export interface ScoreCount {
  readonly coordinates: readonly number[]
  readonly score: string
  readonly percent: number
  readonly learners: number
}

interface OpenCell {
  contributors: number
  readonly values: number[]
  readonly contributorsOf: number[]
  readonly largest: number[][]
  readonly outcomes: Record<string, Record<string, number>>
  readonly scores: Record<string, number[]>
}

/**
 * Adds groups up to the complete matrix of a table: over attributes and outcomes figures merge into all
 * margins; along event dimensions each group already stands where it belongs, since learners do not add up there.
 */
export class Matrix {
  readonly #shape: TableShape
  readonly #keep: number
  readonly #strides: readonly number[]
  readonly #ancestors: readonly (readonly (readonly number[])[])[]
  readonly #cells: (OpenCell | undefined)[]

  /** @param keep how many of the largest contributions a cell remembers */
  constructor(shape: TableShape, keep: number) {
    this.#shape = shape
    this.#keep = keep
    this.#strides = shape.dimensions.map((_, i) => matrixSize(shape.dimensions.slice(i + 1)))
    this.#ancestors = shape.dimensions.map(ancestorsOf)
    this.#cells = new Array(matrixSize(shape.dimensions))
  }

  add(group: CountedGroup): void {
    for (const cell of this.#margins(group.coordinates)) {
      cell.contributors += group.contributors
      group.values.forEach((value, i) => {
        cell.values[i]! += value
        cell.contributorsOf[i]! += group.contributorsOf[i]!
        cell.largest[i] = mergeLargest(cell.largest[i]!, group.largest[i]!, this.#keep)
      })
      for (const [outcome, categories] of Object.entries(group.outcomes))
        for (const [category, learners] of Object.entries(categories)) {
          cell.outcomes[outcome] ??= {}
          cell.outcomes[outcome][category] = (cell.outcomes[outcome][category] ?? 0) + learners
        }
    }
  }

  addScore({ coordinates, score, percent, learners }: ScoreCount): void {
    for (const cell of this.#margins(coordinates)) {
      cell.scores[score] ??= new Array<number>(101).fill(0)
      cell.scores[score][percent]! += learners
    }
  }

  /** All cells in the order of `matrixCoordinates`. */
  cells(): readonly Cell[] {
    const cells: Cell[] = []
    for (const coordinates of matrixCoordinates(this.#shape.dimensions)) {
      const open = this.#cells[cells.length] ?? this.#empty()
      cells.push({
        coordinates,
        contributors: open.contributors,
        measures: open.values.map((value, i) => ({
          value,
          contributors: open.contributorsOf[i]!,
          largest: open.largest[i]!,
        })),
        outcomes: open.outcomes,
        scores: open.scores,
      })
    }
    return cells
  }

  *#margins(coordinates: readonly number[]): Generator<OpenCell> {
    let offsets: readonly number[] = [0]
    coordinates.forEach((index, dimension) => {
      const places = this.#ancestors[dimension]![index]!
      offsets = offsets.flatMap((offset) => places.map((place) => offset + place * this.#strides[dimension]!))
    })
    for (const offset of offsets) {
      this.#cells[offset] ??= this.#empty()
      yield this.#cells[offset]
    }
  }

  #empty(): OpenCell {
    const zeros = () => this.#shape.baseMeasures.map(() => 0)
    return {
      contributors: 0,
      values: zeros(),
      contributorsOf: zeros(),
      largest: zeros().map(() => []),
      outcomes: {},
      scores: {},
    }
  }
}

/** For each code of a dimension the indices of the cells that a group there adds to. */
function ancestorsOf(dimension: Dimension): readonly (readonly number[])[] {
  const index = new Map(dimension.codes.map(({ code }, i) => [code, i]))
  const paths: number[][] = []
  dimension.codes.forEach(({ parent }, i) => {
    paths.push(parent === null || dimension.kind === 'event' ? [i] : [i, ...paths[index.get(parent)!]!])
  })
  return paths
}

function mergeLargest(a: readonly number[], b: readonly number[], keep: number): number[] {
  return [...a, ...b].sort((x, y) => y - x).slice(0, keep)
}
