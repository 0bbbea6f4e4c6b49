import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { sha256Of } from '../reports/checksums.ts'
import { UsageError } from '../schemas/failure.ts'
import { errorCode } from './read-yaml.ts'

export interface HandedOut {
  readonly file: string
  readonly sha256: string
}

/**
 * Writes the program that recipients check releases with to a new file.
 *
 * @throws {UsageError} if the file exists or cannot be written
 */
export async function handOutVerifier(path: string): Promise<HandedOut> {
  const program = await ownVerifier()
  try {
    await writeFile(path, program, { flag: 'wx', mode: 0o644 })
  } catch (error) {
    throw new UsageError(
      `the verifier is written to a new file in a folder that exists. Provided value: ${path} (${errorCode(error)})`,
    )
  }
  return { file: resolve(path), sha256: sha256Of(program) }
}

async function ownVerifier(): Promise<Buffer> {
  // Built code lies one folder deeper than its package.
  for (const folder of ['..', '../..']) {
    const found = await readFile(new URL(`${folder}/verifier/kohort-verify.mjs`, import.meta.url)).catch(
      () => null,
    )
    if (found !== null) return found
  }
  throw new Error('Kohort must lie in its package')
}
