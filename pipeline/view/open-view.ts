import { resolve } from 'node:path'
import { Failure } from '../../schemas/failure.ts'
import { loadProject } from '../load-project.ts'
import { readOperatorLayer } from './operators/operator-layer.ts'
import type { View } from './route.ts'
import { newToken } from './token.ts'
import { readViewedRelease } from './viewed-release.ts'

export interface ViewOptions {
  readonly release: string
  /** With it the restricted layer is shown, too. */
  readonly project?: string | undefined
  readonly workspace?: string | undefined
}

export interface OpenedView extends View {
  /** Why there is no restricted layer though there is a project; else null. */
  readonly refused: string | null
}

/**
 * Reads all that is shown of a release, and what the workspace recorded of it. Nothing is written, and no source read.
 *
 * @param makeToken what opens the restricted layer
 * @throws {Failure} if the release or the project cannot be read; a record that does not fit only closes the restricted
 *   layer
 */
export async function openView(
  { release: path, project: file, workspace }: ViewOptions,
  makeToken: () => string = newToken,
): Promise<OpenedView> {
  const project = file === undefined ? null : await loadProject(file)
  const release = await readViewedRelease(resolve(path))
  if (project === null) return { release, operators: null, refused: null }
  try {
    const layer = await readOperatorLayer(release, project, workspace)
    return { release, operators: { token: makeToken(), layer }, refused: null }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { release, operators: null, refused: error.message }
  }
}
