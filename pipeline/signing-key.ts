import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { open, readFile, realpath, rm, stat } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import { publicKeyOf, publicKeyText } from '../reports/signature/minisign.ts'
import { ConfigurationError, UsageError } from '../schemas/failure.ts'
import type { Project } from './load-project.ts'
import { errorCode } from './read-yaml.ts'
import type { RunPaths } from './run-paths.ts'

export interface MadeKey {
  readonly privateKey: string
  readonly publicKey: string
  readonly id: string
}

/**
 * Makes a pair of Ed25519 keys: the private one in PKCS 8 (mode 0600), the public one as minisign has it. Neither file
 * may be there: a key that is lost cannot be had again.
 *
 * @throws {UsageError} if a file exists or cannot be written
 */
export async function makeSigningKey(privatePath: string, publicPath: string): Promise<MadeKey> {
  const { privateKey } = generateKeyPairSync('ed25519')
  const publicKey = publicKeyOf(privateKey)
  await writeNew(privatePath, String(privateKey.export({ format: 'pem', type: 'pkcs8' })), 0o600)
  try {
    await writeNew(publicPath, publicKeyText(publicKey), 0o644)
  } catch (error) {
    await rm(privatePath)
    throw error
  }
  return { privateKey: resolve(privatePath), publicKey: resolve(publicPath), id: publicKey.id }
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  try {
    const file = await open(path, 'wx', mode)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    throw new UsageError(
      `a key is written to a new file in a folder that exists. Provided value: ${path} (${errorCode(error)})`,
    )
  }
}

/**
 * The key that a project signs its releases with; null where it names none.
 *
 * @throws {ConfigurationError} if it is no Ed25519 key, others may read it, or it lies where it would be copied, published
 *   or deleted with something else: in the folder of the project, the releases, the workspace or the ledger
 */
export async function readSigningKey(
  { folder, definition }: Pick<Project, 'folder' | 'definition'>,
  paths: Pick<RunPaths, 'releases' | 'workspace' | 'ledger'>,
): Promise<KeyObject | null> {
  const named = definition.releases.signingKeyFile
  if (named === undefined) return null
  const refuse = (clause: string): never => {
    throw new ConfigurationError(`signingKeyFile must ${clause}`, named)
  }
  const path = await realpath(resolve(folder, named)).catch((error: unknown) =>
    refuse(`be readable (${errorCode(error)})`),
  )
  for (const place of [folder, paths.releases, paths.workspace, paths.ledger])
    if (isBelow(path, await realpath(place).catch(() => place)))
      refuse('lie outside the folders of the project, its releases, its workspace and its ledger')
  if (((await stat(path)).mode & 0o077) !== 0) refuse('be readable for its owner alone (mode 0600)')
  try {
    const key = createPrivateKey(await readFile(path))
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // The error may quote the file.
  }
  return refuse('hold a private Ed25519 key in PEM, as kohort keygen makes it')
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`)
}
