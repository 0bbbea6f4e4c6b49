import loadHighs, { type Highs } from 'highs'

/**
 * Loads the linear-program solver HiGHS; each model made with it must be disposed of.
 *
 * The assertion mends the package's types, which describe a CommonJS module where Node loads its ES module.
 *
 * @see https://highs.dev
 */
export const loadSolver: () => Promise<Highs> = loadHighs as unknown as typeof loadHighs.default
