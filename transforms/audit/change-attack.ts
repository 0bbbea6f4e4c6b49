import { matrixCoordinates } from '../../schemas/cell.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import { AnsweredRows } from './answered-rows.ts'
import type { AuditBudget } from './audit-report.ts'
import { type ChangeGeometry, changeGeometry } from './change-counts.ts'
import { type ChangeDirection, changeDirection } from './change-direction.ts'
import { ChangePoints } from './change-points.ts'
import { ChangeWitnesses, type WitnessTable, witnessTable } from './change-witnesses.ts'
import type { Direction } from './days-between.ts'
import { type KnownChanges, knownChanges } from './known-changes.ts'
import { KnownMoves, type OfferedMoves } from './known-moves.ts'
import { NarrowedChanges } from './narrowed-changes.ts'
import { type OpenRows, openAfterPrograms } from './open-rows.ts'
import { seenChanges } from './seen-changes.ts'
import { sharedRows } from './shared-rows.ts'
import { tableGeometry } from './table-geometry.ts'
import { untoldRows } from './untold-rows.ts'
import type { ChangeFinding, UntriedTable } from './updated-table.ts'

/** The same day by day, and for several choices of what is shown: what does not depend on them is kept. */
export class ChangeAttack {
  readonly #tables: readonly UntriedTable[]
  readonly #minimumContributors: number
  readonly #geometries: readonly ChangeGeometry[]
  readonly #witnesses: readonly WitnessTable[]
  readonly #narrowed: NarrowedChanges
  readonly #known: Readonly<Record<Direction, readonly KnownMoves[]>>
  readonly #changes: KnownChanges
  /** The same as if nobody came back, made when it is asked for. */
  #plain: KnownChanges | null = null
  readonly #coordinates: readonly (readonly (readonly string[])[])[]
  /** By day: rows of which it was shown last that nothing can be told of changes since. */
  readonly #proven = new Map<number, readonly Uint8Array[]>()
  /** By table, day and direction. */
  readonly #answers = new Map<string, AnsweredRows>()
  /** What was left open of the choice that was looked at last. */
  #last: {
    readonly m: number
    readonly fresh: readonly Uint8Array[]
    readonly found: readonly OpenRows[]
  } | null = null

  constructor(
    tables: readonly UntriedTable[],
    { minimumContributors }: AuditParameters,
    offers: OfferedMoves = new Map(),
  ) {
    const shapes = tables.map(({ shape }) => shape)
    this.#tables = tables
    this.#minimumContributors = minimumContributors
    this.#geometries = shapes.map(({ dimensions }) => changeGeometry(tableGeometry(dimensions)))
    this.#changes = knownChanges(tables, this.#geometries, true)
    this.#coordinates = shapes.map(({ dimensions }) => [...matrixCoordinates(dimensions)])
    const fixed = sharedRows(shapes)
    const rows = this.#geometries.map((one) => one.rows)
    this.#witnesses = rows.map((one, t) => witnessTable(one, tables[t]!.counted.length, fixed[t]!))
    this.#narrowed = new NarrowedChanges(shapes, rows, minimumContributors)
    const known = (way: Direction) => shapes.map(({ id }) => offers.get(id)?.[way] ?? new KnownMoves())
    this.#known = { joined: known('joined'), departed: known('departed') }
  }

  /**
   * What a reader could tell of changes since one day.
   *
   * @param fresh by table and row: 1 where it is shown as it stands now
   * @param m position of the day
   */
  findings(fresh: readonly Uint8Array[], m: number, budget: AuditBudget): Promise<readonly ChangeFinding[]> {
    return this.#asked(fresh, m, budget, { stops: false, enough: Number.POSITIVE_INFINITY })
  }

  /**
   * What is seen, or likely to be: where small programs raise a change no further, those over all figures are not run. Where
   * no table has rows of another one, these would hardly say otherwise.
   */
  doubts(fresh: readonly Uint8Array[], m: number, budget: AuditBudget): Promise<readonly ChangeFinding[]> {
    const isApart = this.#witnesses.every(({ fixed }) => fixed === null || !fixed.includes(1))
    return this.#asked(fresh, m, budget, { stops: isApart, enough: 1 })
  }

  /**
   * @param stops whether small programs that raise a change no further are an answer
   * @param enough as for `#narrowedBy`
   */
  async #asked(
    fresh: readonly Uint8Array[],
    m: number,
    budget: AuditBudget,
    { stops, enough }: { readonly stops: boolean; readonly enough: number },
  ): Promise<readonly ChangeFinding[]> {
    const seen = this.#seen(fresh, m)
    // What both releases show by themselves is enough to say no.
    if (seen.length > 0) return seen
    const open = this.#open(fresh, m)
    const { left, isShort } = await openAfterPrograms(open, this.#minimumContributors, budget, stops)
    return isShort ? this.#unproven(left, m) : this.#narrowedBy(left, fresh, m, budget, enough)
  }

  /**
   * Settles what points and small programs leave open.
   *
   * @param enough changes that fall short, after which the rest is left unproven
   */
  async #narrowedBy(
    left: readonly OpenRows[],
    fresh: readonly Uint8Array[],
    m: number,
    budget: AuditBudget,
    enough: number,
  ): Promise<readonly ChangeFinding[]> {
    const findings: ChangeFinding[] = []
    for (const { way, directions, open } of left) {
      const { asOf } = this.#tables[0]!.moments[m]!
      const known = this.#known[way]
      findings.push(...(await this.#narrowed.findings(asOf, directions, open, known, budget, enough)))
      if (findings.length >= enough) break
    }
    if (findings.length === 0) this.#proven.set(m, copyOf(fresh))
    return findings
  }

  /**
   * What is seen, or not shown by simple points to be out of sight: without linear programs, so it may be nothing.
   *
   * @param most rows that may be open in one direction, after which the rest is not looked at
   */
  suspicions(
    fresh: readonly Uint8Array[],
    m: number,
    most = Number.POSITIVE_INFINITY,
  ): readonly ChangeFinding[] {
    const seen = this.#seen(fresh, m)
    if (seen.length > 0) return seen
    return this.#unproven(this.#open(fresh, m, most), m)
  }

  #unproven(found: readonly OpenRows[], m: number): readonly ChangeFinding[] {
    return found.flatMap(({ open }) =>
      open.flatMap((rows, t) => {
        const { shape, moments } = this.#tables[t]!
        const since = moments[m]!.asOf
        return [...rows].flatMap((isOpen, row): readonly ChangeFinding[] => {
          if (isOpen === 0) return []
          const place = {
            table: shape.id,
            coordinates: this.#coordinates[t]![row]!,
            measure: shape.baseMeasures[0]!.name,
          }
          const clause = `a change since ${since} by 1 to minimumContributors − 1 learners cannot be told`
          return [{ rule: 'unproven', ...place, clause, at: { table: t, row }, since }]
        })
      }),
    )
  }

  /** Whether simple points show that there is nothing to be found. Where they do not, there may be nothing all the same. */
  isClear(fresh: readonly Uint8Array[], m: number): boolean {
    return this.#seen(fresh, m).length === 0 && this.#open(fresh, m, 1).length === 0
  }

  /** What was found, and whatever is found from here on, for whoever looks after it. */
  offers(): OfferedMoves {
    const { joined, departed } = this.#known
    return new Map(
      this.#tables.map(({ shape }, t) => [shape.id, { joined: joined[t]!, departed: departed[t]! }]),
    )
  }

  #isEmpty(m: number): boolean {
    return this.#tables.every(({ moments }) => moments[m]!.fresh.every((one) => one === 0))
  }

  /** What both releases show by themselves; nothing where that day showed nothing. */
  #seen(fresh: readonly Uint8Array[], m: number): readonly ChangeFinding[] {
    if (this.#isEmpty(m)) return []
    return this.#tables.flatMap(({ shape, moments }, t) => {
      const { asOf: since, fresh: before } = moments[m]!
      const shown = before.map((one, row) => one & fresh[t]![row]!)
      const place = { shape, t, since, geometry: this.#geometries[t]!.geometry }
      return seenChanges(place, shown, this.#changes.counts[t]![m]!, this.#minimumContributors)
    })
  }

  /**
   * What simple points leave open.
   *
   * @param most open rows of a table that are enough
   */
  #open(shown: readonly Uint8Array[], m: number, most = Number.POSITIVE_INFINITY): readonly OpenRows[] {
    if (this.#isEmpty(m) || this.#isProven(shown, m)) return []
    const last = this.#last
    if (last?.m === m && everyRow(shown, last.fresh, (one, other) => one === other)) return last.found
    // What is remembered must not change with what the caller tries next.
    const fresh = copyOf(shown)
    const found: OpenRows[] = []
    for (const way of ['joined', 'departed'] as const) {
      const answers = this.#tables.map((_, t) => this.#answered(fresh, t, m, way))
      const unanswered = answers.map((one, t) => one.unanswered(fresh[t]!))
      if (unanswered.every((rows) => rows.length === 0)) continue
      const directions = this.#tables.map((_, t) => this.#direction(fresh, t, m, way))
      const { asOf } = this.#tables[0]!.moments[m]!
      const witnesses = directions.map(
        (one, t) => new ChangeWitnesses(this.#witnesses[t]!, one, this.#known[way][t]!, asOf),
      )
      const open = witnesses.map((one, t) =>
        this.#openRows(answers[t]!, one, unanswered[t]!, fresh[t]!.length, most),
      )
      if (!open.some((rows) => rows.includes(1))) continue
      found.push({ way, directions, witnesses, open })
      if (open.some((rows) => countOf(rows) >= most)) return found
    }
    if (found.length === 0) this.#proven.set(m, fresh)
    this.#last = { m, fresh, found }
    return found
  }

  /**
   * Where no table shows anything as it stands now, who came back is the same to a reader as one who left and one who came:
   * nothing says which of those who were there are there still.
   */
  #changesFor(fresh: readonly Uint8Array[]): KnownChanges {
    if (fresh.some((rows) => rows.includes(1))) return this.#changes
    this.#plain ??= knownChanges(this.#tables, this.#geometries, false)
    return this.#plain
  }

  /** Whoever is shown fewer rows can tell no more: points that show that a change may be k or more stay possible. */
  #isProven(fresh: readonly Uint8Array[], m: number): boolean {
    const proven = this.#proven.get(m)
    return proven !== undefined && everyRow(fresh, proven, (one, more) => one <= more)
  }

  #untold(t: number, m: number): Uint8Array | null {
    const { counted, moments } = this.#tables[t]!
    const counts = this.#changes.counts[t]![m]!
    return untoldRows(this.#geometries[t]!, counted, moments[m]!, counts, this.#minimumContributors)
  }

  #direction(fresh: readonly Uint8Array[], t: number, m: number, way: Direction): ChangeDirection {
    const { counts, days } = this.#changesFor(fresh)
    const table = this.#tables[t]!
    const { untilNow, since } = days[t]![way]
    const around = { untilNow, since: since[m]! }
    return changeDirection({ ...table, fresh: fresh[t]! }, table.moments[m]!, counts[t]![m]!, way, around)
  }

  /** What is known by now of the rows that are asked for. */
  #answered(fresh: readonly Uint8Array[], t: number, m: number, way: Direction): AnsweredRows {
    const key = `${this.#changesFor(fresh) === this.#changes} ${t} ${m} ${way}`
    const known = this.#answers.get(key)
    if (known !== undefined) return known
    const direction = this.#direction(fresh, t, m, way)
    const { nets, fixed } = this.#witnesses[t]!
    const { isSound } = new ChangePoints(nets, direction, fixed)
    const made = new AnsweredRows(nets, direction, this.#untold(t, m), isSound, this.#minimumContributors)
    this.#answers.set(key, made)
    return made
  }

  /** By row: 1 where no simple point shows that a change may be more; up to as many as are enough. */
  #openRows(
    answers: AnsweredRows,
    witnesses: ChangeWitnesses,
    unanswered: readonly number[],
    size: number,
    most: number,
  ): Uint8Array {
    const open = new Uint8Array(size)
    let found = 0
    const k = this.#minimumContributors
    for (const row of unanswered) {
      const move = witnesses.moveTo(row, k)
      if (move !== null) answers.answer(row, move, witnesses.isFirm(row, move, k))
      else {
        open[row] = 1
        if (++found >= most) return open
      }
    }
    return open
  }
}

function countOf(rows: Uint8Array): number {
  return rows.reduce((sum, one) => sum + one, 0)
}

function copyOf(fresh: readonly Uint8Array[]): readonly Uint8Array[] {
  return fresh.map((rows) => rows.slice())
}

function everyRow(
  fresh: readonly Uint8Array[],
  others: readonly Uint8Array[],
  is: (one: number, other: number) => boolean,
): boolean {
  return fresh.every((rows, t) => rows.every((one, row) => is(one, others[t]![row]!)))
}
