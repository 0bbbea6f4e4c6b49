import type { DuckDBConnection } from '@duckdb/node-api'
import { base, Faker, uz_UZ_latin } from '@faker-js/faker'
import { stage } from './staging.ts'

/** Names of each kind and gender. */
export const poolSize = 128
const genders = [
  { gender: 'F', sex: 'female', suffix: 'qizi' },
  { gender: 'M', sex: 'male', suffix: 'oʻgʻli' },
] as const

/**
 * Stages `name(gender, place, first_name, last_name, patronymic, first_slug, last_slug)`: 128 of each a gender.
 * Uzbek patronymics are the father's name with `qizi` or `oʻgʻli`.
 */
export async function stageNames(connection: DuckDBConnection, seed: number): Promise<void> {
  const faker = new Faker({ locale: [uz_UZ_latin, base], seed })
  const rows = genders.flatMap(({ gender, sex, suffix }) =>
    Array.from({ length: poolSize }, (_, place) => {
      const first = faker.person.firstName(sex)
      const last = faker.person.lastName(sex)
      return [
        gender,
        place,
        first,
        last,
        `${faker.person.firstName('male')} ${suffix}`,
        slug(first),
        slug(last),
      ]
    }),
  )
  const text = 'VARCHAR'
  await stage(
    connection,
    'name',
    {
      gender: text,
      place: 'BIGINT',
      first_name: text,
      last_name: text,
      patronymic: text,
      first_slug: text,
      last_slug: text,
    },
    rows,
  )
}

function slug(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, '')
}
