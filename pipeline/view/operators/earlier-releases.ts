import { readShelf } from '../../release-shelf.ts'
import { knownSide, type ReleaseSide, readSide } from '../../release-side.ts'
import { ledgerPlace } from './ledger-place.ts'
import type { OperatorLayer } from './operator-layer.ts'

/** A release of the project that came before the one that is shown. */
export interface EarlierRelease {
  /** `2026-05/v1` */
  readonly name: string
  readonly isWithdrawn: boolean
  read(): Promise<ReleaseSide>
}

/**
 * The releases before the one that is shown, latest first: those that the ledger knows, whether their folders are still
 * there or not; where it cannot be read, those in the releases folder.
 *
 * @throws {Failure} if neither can be read
 */
export async function earlierReleases(layer: OperatorLayer, now: Date): Promise<readonly EarlierRelease[]> {
  const place = await ledgerPlace(layer, now)
  if (!place.isWhole) return fromShelf(layer)
  const own = place.own?.sequence ?? Number.POSITIVE_INFINITY
  return place.releases
    .filter(({ sequence }) => sequence < own)
    .map((known) => ({
      name: nameOf(known.release),
      isWithdrawn: known.state === 'withdrawn',
      read: () => knownSide(layer.ledger, known),
    }))
    .toReversed()
}

async function fromShelf({ release, releases, grains }: OperatorLayer): Promise<readonly EarlierRelease[]> {
  const { project, period, version } = release.manifest
  const shelf = await readShelf(releases, project.id, grains)
  return shelf
    .filter((one) => (one.period.id === period.id ? one.version < version : one.period.start < period.start))
    .map((one) => ({ name: nameOf(one), isWithdrawn: false, read: () => readSide(one.folder) }))
    .toReversed()
}

function nameOf({ period, version }: { readonly period: { readonly id: string }; readonly version: number }) {
  return `${period.id}/v${version}`
}
