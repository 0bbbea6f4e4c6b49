/**
 * Another way in which hidden figures may be, all published ones being as they are: by how much they would differ
 * from what was counted.
 *
 * The suppression offers what its proofs found; whoever audits checks each anew against equations and bounds of
 * its own, so that a wrong one proves nothing. Restricted: it tells what was counted.
 */
export interface Witness {
  /** By figure that differs: its table. */
  readonly tables: Int32Array
  /** Its row × base measures of the table + its measure. */
  readonly positions: Int32Array
  readonly changes: Float64Array
}
