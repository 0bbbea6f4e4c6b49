import { describe, expectTypeOf, it } from 'vitest'
import type { writeCsv } from '../../reports/write-csv.ts'
import type { writeDuckdb } from '../../reports/write-duckdb.ts'
import type { writeParquet } from '../../reports/write-parquet.ts'
import type { writeRelease } from '../../reports/write-release.ts'
import type { PublishedTable, TabulatedTable } from '../../schemas/cell.ts'
import type { Custody, Held } from '../../schemas/custody.ts'
import { attest } from '../../transforms/attest.ts'
import { attestProtected } from '../../transforms/attest-protected.ts'
import { cohortRelation, type HeldRelation, type Relation, vaultRelation } from '../../transforms/relation.ts'

type Table<W extends (...given: never[]) => unknown> = Extract<
  Parameters<W>[number],
  Held<'protected', unknown>
>

describe('custody', () => {
  it('moves rightwards by name', () => {
    expectTypeOf<Custody>().toEqualTypeOf<'identified' | 'deidentified' | 'tabulated' | 'protected'>()
  })

  it('is not what a plain value has', () => {
    expectTypeOf<PublishedTable>().not.toExtend<Held<'protected', PublishedTable>>()
    expectTypeOf<Held<'protected', PublishedTable>>().toExtend<PublishedTable>()
  })

  it('tabulated is not protected, nor the other way round', () => {
    expectTypeOf<Held<'tabulated', PublishedTable>>().not.toExtend<Held<'protected', PublishedTable>>()
    expectTypeOf<Held<'protected', TabulatedTable>>().not.toExtend<Held<'tabulated', TabulatedTable>>()
  })

  it('deidentified is not identified, nor the other way round', () => {
    expectTypeOf<HeldRelation<'deidentified'>>().not.toExtend<HeldRelation<'identified'>>()
    expectTypeOf<HeldRelation<'identified'>>().not.toExtend<HeldRelation<'deidentified'>>()
    expectTypeOf(vaultRelation('a')).toEqualTypeOf<HeldRelation<'identified'>>()
    expectTypeOf(cohortRelation('a')).toEqualTypeOf<HeldRelation<'deidentified'>>()
    expectTypeOf<Relation>().not.toExtend<HeldRelation<'deidentified'>>()
  })
})

describe('attest', () => {
  it('declares any custody but protected', () => {
    expectTypeOf(attest<'tabulated', number>).returns.toEqualTypeOf<Held<'tabulated', number>>()
    expectTypeOf(attest).parameter(0).toEqualTypeOf<'identified' | 'deidentified' | 'tabulated'>()
    // @ts-expect-error only the audit may declare a value protected
    attest('protected', 1)
  })
  it('leaves protected to the audit', () => {
    expectTypeOf(attestProtected<number>).returns.toEqualTypeOf<Held<'protected', number>>()
  })
})

describe('a writer', () => {
  it('has a parameter that only a protected value fits', () => {
    expectTypeOf<Table<typeof writeRelease>>().not.toBeNever()
    expectTypeOf<Table<typeof writeCsv>>().not.toBeNever()
    expectTypeOf<Table<typeof writeDuckdb>>().not.toBeNever()
    expectTypeOf<Table<typeof writeParquet>>().not.toBeNever()
  })
  it('takes neither plain nor tabulated tables', () => {
    expectTypeOf<readonly PublishedTable[]>().not.toExtend<Table<typeof writeRelease>>()
    expectTypeOf<Held<'tabulated', readonly PublishedTable[]>>().not.toExtend<Table<typeof writeRelease>>()
    expectTypeOf<Held<'protected', readonly PublishedTable[]>>().toExtend<Table<typeof writeRelease>>()
  })
})
