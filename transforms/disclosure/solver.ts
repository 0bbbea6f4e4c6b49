import loadHighs, { type Highs } from 'highs'

let loaded: Promise<Highs> | undefined

/**
 * Loads the linear-program solver HiGHS once for all, since loading costs as much as a small table's programs;
 * each model made with it must be disposed of.
 *
 * The assertion mends the package's types, which describe a CommonJS module where Node loads its ES module.
 *
 * @see https://highs.dev
 */
export function loadSolver(): Promise<Highs> {
  loaded ??= (loadHighs as unknown as typeof loadHighs.default)()
  return loaded
}
