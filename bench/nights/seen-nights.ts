import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { SeenIdle, SeenStock } from './seen-release.ts'

/** What came out in a night, and where its learners really were. */
export interface SeenNight {
  readonly stock: SeenStock
  /** Rows that give few away who are registered and not active. */
  readonly idle: readonly SeenIdle[]
  /** Whether it came out otherwise when it was taken again. */
  readonly differs: boolean
  /** Lines of the release's checksums, as it came out. */
  readonly checksums: string
}

/** What was seen of the nights of a run, on disk, so that another run can go on after them. */
export class SeenNights {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Null of a night that has not ended. */
  async read(n: number): Promise<SeenNight | null> {
    const bytes = await readFile(this.#path(n)).catch(() => null)
    if (bytes === null) return null
    const { stock, ...rest } = JSON.parse((await promisify(gunzip)(bytes)).toString())
    return { ...rest, stock: { ...stock, members: new Map(stock.members) } }
  }

  async keep(n: number, seen: SeenNight): Promise<SeenNight> {
    const { stock } = seen
    const text = JSON.stringify({ ...seen, stock: { ...stock, members: [...stock.members] } })
    await mkdir(this.#folder, { recursive: true })
    await writeFile(`${this.#path(n)}.unfinished`, await promisify(gzip)(text))
    await rename(`${this.#path(n)}.unfinished`, this.#path(n))
    return seen
  }

  #path(n: number): string {
    return join(this.#folder, `${n}.json.gz`)
  }
}
