import { createWriteStream } from 'node:fs'
import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createGzip, gunzip } from 'node:zlib'
import { z } from 'zod'
import type { Cell, TableShape, TabulatedTable } from '../schemas/cell.ts'
import { matrixCoordinates, matrixSize } from '../schemas/cell.ts'
import type { Held } from '../schemas/custody.ts'
import { ConfigurationError } from '../schemas/failure.ts'
import { type Policy, policySchema } from '../schemas/policy.ts'
import { attest } from '../transforms/attest.ts'

const format = 'kohort-cells/1'

const headerSchema = z.object({ format: z.literal(format), codeVersion: z.string(), policy: policySchema })
const tableSchema = z.tuple([z.string(), z.int()])
/** As this version of the record wrote it. */
const shapeSchema = z.custom<TableShape>(
  (value) => z.looseObject({ id: z.string(), dimensions: z.array(z.unknown()) }).safeParse(value).success,
)
/**
 * Contributors; value, contributors and largest contributions of each base measure; outcomes where there are any;
 * scores where they are kept.
 */
const cellSchema = z.tuple([
  z.number(),
  z.array(z.array(z.number()).min(2)),
  z.record(z.string(), z.record(z.string(), z.number())).optional(),
  z.record(z.string(), z.array(z.number())).optional(),
])

/** What a run counted for a period, as far as an explanation needs it. */
export interface RecordedCells {
  readonly codeVersion: string
  readonly policy: Policy
  readonly tables: Held<'tabulated', readonly TabulatedTable[]>
  /** What was counted for longer periods, and is in no release of this one. */
  readonly ofLonger: readonly TabulatedTable[]
}

/** Cells to a chunk of text: keeps strings short. */
const chunkSize = 1000

/**
 * Writes every cell of a period's tables as gzipped JSON lines for the owner only. The shapes are in the release's
 * manifest, but of those that the release does not have.
 *
 * @param withScores whether score histograms are kept, which the audit needs and an explanation does not
 * @param ofLonger tables that only longer periods show
 */
export async function writeCells(
  folder: string,
  period: string,
  tables: readonly TabulatedTable[],
  { policy, codeVersion }: Pick<RecordedCells, 'policy' | 'codeVersion'>,
  withScores = false,
  ofLonger: readonly TabulatedTable[] = [],
): Promise<void> {
  const { tieBreakKeyFile: _secret, ...limits } = policy
  const path = cellsPath(folder, period)
  await pipeline(
    Readable.from(lines(tables, ofLonger, { format, codeVersion, policy: limits }, withScores)),
    createGzip(),
    createWriteStream(`${path}.unfinished`, { mode: 0o600 }),
  )
  await rename(`${path}.unfinished`, path)
}

function* lines(
  tables: readonly TabulatedTable[],
  ofLonger: readonly TabulatedTable[],
  header: unknown,
  withScores: boolean,
): Generator<string> {
  yield `${JSON.stringify(header)}\n`
  for (const { shape, cells } of [...tables, ...ofLonger]) {
    if (ofLonger.some((one) => one.shape === shape)) yield `${JSON.stringify(shape)}\n`
    yield `${JSON.stringify([shape.id, cells.length])}\n`
    for (let i = 0; i < cells.length; i += chunkSize)
      yield cells
        .slice(i, i + chunkSize)
        .map((cell) => `${JSON.stringify(cellLine(cell, withScores))}\n`)
        .join('')
  }
}

function cellLine(
  { contributors, measures, outcomes, scores }: Cell,
  withScores: boolean,
): z.input<typeof cellSchema> {
  const figures = measures.map(({ value, contributors: own, largest }) => [value, own, ...largest])
  if (withScores && Object.keys(scores).length > 0) return [contributors, figures, outcomes, mutable(scores)]
  return Object.keys(outcomes).length === 0 ? [contributors, figures] : [contributors, figures, outcomes]
}

/**
 * Reads what `writeCells` wrote.
 *
 * @param shapes those of the release, in its order
 * @throws {ConfigurationError} if the file is missing, damaged, of another format or about other tables
 */
export async function readCells(
  folder: string,
  period: string,
  shapes: readonly TableShape[],
): Promise<RecordedCells> {
  const path = cellsPath(folder, period)
  const packed = await readFile(path).catch(() => {
    throw new ConfigurationError(
      "the run's record must hold the cells of the release: it was made before they were kept, or they were removed",
      path,
    )
  })
  const text = await promisify(gunzip)(packed).catch(() => {
    throw new ConfigurationError("the run's record must be whole", path)
  })
  const reader = new LineReader(text, path)
  const { codeVersion, policy } = reader.header()
  const read = (shape: TableShape): TabulatedTable => {
    const [id, size] = reader.next(tableSchema)
    if (id !== shape.id || size !== matrixSize(shape.dimensions)) reader.refuse()
    return { shape, cells: [...readTable(reader, shape)] }
  }
  const tables = shapes.map(read)
  const ofLonger: TabulatedTable[] = []
  while (!reader.isAtEnd) ofLonger.push(read(reader.next(shapeSchema)))
  return { codeVersion, policy, tables: attest('tabulated', tables), ofLonger }
}

function mutable(scores: Cell['scores']): Record<string, number[]> {
  return Object.fromEntries(Object.entries(scores).map(([score, counts]) => [score, [...counts]]))
}

function* readTable(reader: LineReader, shape: TableShape): Generator<Cell> {
  for (const coordinates of matrixCoordinates(shape.dimensions)) {
    const [contributors, figures, outcomes, scores] = reader.next(cellSchema)
    if (figures.length !== shape.baseMeasures.length) reader.refuse()
    const measures = figures.map(([value, own, ...largest]) => ({
      value: value!,
      contributors: own!,
      largest,
    }))
    yield { coordinates, contributors, measures, outcomes: outcomes ?? {}, scores: scores ?? {} }
  }
}

class LineReader {
  readonly #text: Buffer
  readonly #path: string
  #at = 0

  constructor(text: Buffer, path: string) {
    this.#text = text
    this.#path = path
  }

  header(): z.output<typeof headerSchema> {
    const line = this.#line()
    const known = z.object({ format: z.string() }).safeParse(line)
    if (known.success && known.data.format !== format)
      throw new ConfigurationError(`the run's record must be of the format ${format}`, known.data.format)
    return this.#parse(headerSchema, line)
  }

  next<T>(schema: z.ZodType<T>): T {
    return this.#parse(schema, this.#line())
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length
  }

  refuse(): never {
    throw new ConfigurationError("the run's record must fit the release and this version", this.#path)
  }

  #parse<T>(schema: z.ZodType<T>, line: unknown): T {
    const parsed = schema.safeParse(line)
    return parsed.success ? parsed.data : this.refuse()
  }

  #line(): unknown {
    const end = this.#text.indexOf(10, this.#at)
    if (end < 0) this.refuse()
    const line = this.#text.toString('utf8', this.#at, end)
    this.#at = end + 1
    try {
      return JSON.parse(line)
    } catch {
      return this.refuse()
    }
  }
}

function cellsPath(folder: string, period: string): string {
  return join(folder, `cells-${period}.jsonl.gz`)
}
