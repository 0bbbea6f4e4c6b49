import type { KeyObject } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Manifest } from '../../schemas/release.ts'
import { checksumsPath, signaturePath, withdrawalSignaturePath } from '../release-files.ts'
import { syncPath } from '../staging.ts'
import { withdrawalPath } from '../withdrawal.ts'
import { signatureText } from './minisign.ts'

/** Signs a release where it lies, by its SHA256SUMS. The comment says which release that is. */
export async function signRelease(
  privateKey: KeyObject,
  release: SignedRelease,
  folder: string,
): Promise<void> {
  const checksums = await readFile(join(folder, checksumsPath))
  const path = join(folder, signaturePath)
  await writeFile(path, signatureText(privateKey, checksums, aboutRelease(release)), { flag: 'wx' })
  await syncPath(path)
  await syncPath(folder)
}

/** Signs the notice that a release is withdrawn, where both lie; a signature that is there is replaced. */
export async function signWithdrawal(
  privateKey: KeyObject,
  release: SignedRelease,
  folder: string,
): Promise<void> {
  const notice = await readFile(join(folder, withdrawalPath))
  const path = join(folder, withdrawalSignaturePath)
  await writeFile(`${path}.unfinished`, signatureText(privateKey, notice, aboutWithdrawal(release)))
  await syncPath(`${path}.unfinished`)
  await rename(`${path}.unfinished`, path)
  await syncPath(folder)
}

/** What names a release. */
export type SignedRelease = Pick<Manifest, 'period' | 'version'> & {
  readonly project: { readonly id: string }
}

/** What the comment of a release's signature says, so that no signature passes for that of another release. */
export function aboutRelease({ project, period, version }: SignedRelease): string {
  return `${project.id} ${period.id} v${version} ${checksumsPath}`
}

/** The same of the notice that it is withdrawn. */
export function aboutWithdrawal({ project, period, version }: SignedRelease): string {
  return `${project.id} ${period.id} v${version} ${withdrawalPath}`
}
