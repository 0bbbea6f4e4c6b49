/** A group of learners sorted by a sensitive outcome, one category of which is judged. */
export interface OutcomeGroup {
  readonly contributors: number
  /** Learners of the group outside its largest category. */
  readonly outsideLargest: number
}

/**
 * Group disclosure: a category that nobody in a non-empty group has says something about every member, and
 * so does one with fewer than `outcomeDiversity` learners where all but as few share another.
 *
 * @param contributors learners of the group who have the category
 */
export function disclosesGroup(
  contributors: number,
  groups: readonly OutcomeGroup[],
  outcomeDiversity: number,
): boolean {
  return groups.some(
    (group) =>
      group.contributors > 0 &&
      (contributors === 0 || (contributors < outcomeDiversity && group.outsideLargest < outcomeDiversity)),
  )
}
