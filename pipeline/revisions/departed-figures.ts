import type { ContributionChange, GoneContributions } from '../../schemas/change.ts'
import type { FigureExpression } from '../../transforms/contributions/figure-expressions.ts'

interface DepartedRow {
  readonly leaf: string
  readonly figure: string
  /** What each of them contributed. */
  readonly amount: number
  readonly learners: number
}

/** What learners who are gone lost a figure. */
export interface DepartedFigure {
  readonly fell: ContributionChange
  readonly gone: GoneContributions
}

/** What learners contributed who are gone: only numbers are known, by figure and not who was in which of several. */
export class DepartedFigures {
  readonly leaves: readonly string[]
  readonly #rows = new Map<string, DepartedRow[]>()

  constructor(rows: readonly DepartedRow[]) {
    this.leaves = [...new Set(rows.map(({ leaf }) => leaf))].toSorted()
    for (const row of rows) {
      const key = JSON.stringify([row.leaf, row.figure])
      this.#rows.set(key, [...(this.#rows.get(key) ?? []), row])
    }
  }

  /** What an expression lost at a leaf; null where nothing. */
  of({ kind, type, terms, most }: FigureExpression, leaf: string, largest: number): DepartedFigure | null {
    const known = terms.map(({ figure, coefficient }) => {
      const rows = this.#rows.get(JSON.stringify([leaf, figure])) ?? []
      const sum = (of: (row: DepartedRow) => number) =>
        coefficient * rows.reduce((total, row) => total + of(row), 0)
      return { rows, learners: sum((row) => row.learners), value: sum((row) => row.amount * row.learners) }
    })
    const value = known.reduce((total, one) => total + one.value, 0)
    if (value <= 0) return null
    const surplus = known.reduce((total, one) => total + one.learners, 0)
    // Of amounts that lie outside a part, one learner may have made all.
    const sizes =
      type === 'learners'
        ? []
        : kind === 'figure'
          ? known[0]!.rows.flatMap((row) =>
              Array.from({ length: Math.min(row.learners, largest) }, () => row.amount),
            )
          : [value]
    return {
      fell: { learners: surplus, value, largest: sizes.toSorted((a, b) => b - a).slice(0, largest) },
      gone: { surplus, value, most },
    }
  }
}
