import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { SourceError } from '../schemas/failure.ts'

/**
 * Reads a gzipped file to its end. DuckDB takes one that was cut short for a shorter file, so its own reading
 * proves nothing.
 *
 * @throws {SourceError} if the end is missing or the checksum is wrong
 */
export async function refuseBrokenGzip(source: string, file: string, shown: string): Promise<void> {
  try {
    await pipeline(createReadStream(file), createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
      for await (const _ of chunks);
    })
  } catch (error) {
    throw new SourceError(source, `${shown} is not whole: its gzip breaks off or is damaged`, error)
  }
}
