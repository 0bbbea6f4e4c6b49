import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Short files that take long: last of all, they would keep one core busy and the other idle. */
const long = ['replay.attack.test.ts']

/** Files in the usual order, the large ones first, but those that take long before all others. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => long.some((name) => moduleId.endsWith(`/${name}`))
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}
