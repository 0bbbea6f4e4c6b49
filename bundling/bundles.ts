import { pageBundle } from './page-bundle.ts'
import { verifierBundle } from './verifier-bundle.ts'

/** A file of the repository that is made of others by bundling, with the text that it should have. */
export interface Bundle {
  readonly path: string
  readonly text: string
}

export async function bundles(): Promise<readonly Bundle[]> {
  return [await verifierBundle(), await pageBundle()]
}
