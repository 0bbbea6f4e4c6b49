/**
 * Threshold rule: a figure discloses when it rests on fewer than `minimumContributors` learners, yet on one.
 *
 * @see sdcTable `primarySuppression()`: our `minimumContributors: 5` is its `maxN: 4`
 */
export function hasFewContributors(contributors: number, minimumContributors: number): boolean {
  return contributors > 0 && contributors < minimumContributors
}
