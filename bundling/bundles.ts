import { verifierBundle } from './verifier-bundle.ts'

/** Files of the repository that are made of others by bundling, with the text that each should have. */
export async function bundles(): Promise<readonly { readonly path: string; readonly text: string }[]> {
  return [await verifierBundle()]
}
