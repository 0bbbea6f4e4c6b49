import { describe, expect, it } from 'vitest'
import { publish, refusing, some, told, viewsOf } from './side-by-side.ts'
import { type Pupil, pupilsWith } from './together-school.ts'

describe('figures that stand side by side as of different days', { timeout: 400_000 }, () => {
  it('tell of no few whom a version after a quiet night would add', async () => {
    const all = pupilsWith([])
    const empty = all[0]!.places[0]!
    const other = all.find(({ places }) => places[0] !== empty)!
    const pupils: Pupil[] = [
      ...all.filter(({ places }) => places[0] !== empty),
      ...Array.from({ length: 6 }, () => ({ ...other, views: viewsOf([0], 1) })),
      ...Array.from({ length: 2 }, () => ({ ...all[0]!, joined: 1, views: viewsOf([0], 1) })),
    ]
    expect(await told(await publish(pupils, [0, 1, 2]))).toEqual([])
  })

  it('tell of no few idle, by a whole of one version and a part of another', async () => {
    const all = pupilsWith([])
    const [man, woman] = ['s2 m', 's2 f'].map((place) => all.find(({ places }) => places[0] === place)!)
    const late = (from: number) => ({ views: [...viewsOf([0], from), ...viewsOf([1, 2])] })
    const pupils: Pupil[] = [
      ...all,
      ...some(6, late(1)).map((change) => ({ ...man!, ...change })),
      ...some(3, { views: viewsOf([1, 2]) }).map((change) => ({ ...man!, ...change })),
      ...some(6, late(1)).map((change) => ({ ...woman!, ...change })),
      ...some(6, { views: viewsOf([1, 2]) }).map((change) => ({ ...woman!, ...change })),
    ]
    expect(await told(await publish(pupils, [0, 1, 2, 3]))).toEqual([])
  })
})

describe('learners who withdrew their consent and gave it again', { timeout: 400_000 }, () => {
  const first = pupilsWith([]).length
  const isOne = (pupil: number) => pupil >= first && pupil < first + 5

  it('hide no few idle beside them in a later version', async () => {
    const pupils = pupilsWith([
      ...some(5, { views: [...viewsOf([0], 2), ...viewsOf([1, 2])] }),
      ...some(3, { views: viewsOf([1, 2]) }),
    ])
    expect(
      await told(
        await publish(
          pupils,
          [0, 1, 2],
          refusing((one, night) => isOne(one) && night === 1),
        ),
      ),
    ).toEqual([])
  })
})
