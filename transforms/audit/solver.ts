import loader, { type Highs } from 'highs'

/**
 * Loads a solver of its own: nothing is kept between two audits.
 *
 * The one type assertion of the audit: the package declares the types of its CommonJS build only, where the
 * loader is a property of the import; as an ES module, the import is the loader.
 */
export function loadSolver(): Promise<Highs> {
  return (loader as unknown as typeof loader.default)()
}
