import { ConfigurationError } from '../../schemas/failure.ts'
import { type AdmissionRule, admissionRules } from '../../schemas/policy.ts'
import { identifier, literal, vaultRelation } from '../relation.ts'

interface Rule {
  readonly fields: readonly string[]
  /** SQL that is true of an account that is not admitted; `$asOf` is the first day that does not count. */
  readonly refuses: string
  /** One account speaks for all accounts of its person. */
  readonly wholePerson: boolean
}

const rules: Readonly<Record<AdmissionRule, Rule>> = {
  'staff-or-test': { fields: ['account_type'], refuses: "account_type <> 'learner'", wholePerson: true },
  'erasure-requested': {
    fields: ['erasure_requested_at'],
    refuses: 'erasure_requested_at IS NOT NULL',
    wholePerson: true,
  },
  'statistics-refused': {
    fields: ['statistics_consent'],
    refuses: 'statistics_consent IS FALSE',
    wholePerson: true,
  },
  // An unknown age may be under 16.
  'under-16-without-guardian': {
    fields: ['birth_date', 'guardian_consent'],
    refuses:
      "coalesce(birth_date + INTERVAL 16 YEAR >= TIMESTAMP '$asOf', true) AND guardian_consent IS NOT TRUE",
    wholePerson: true,
  },
  'deleted-over-3-years': {
    fields: ['deleted_at'],
    refuses: "coalesce(deleted_at + INTERVAL 3 YEAR < TIMESTAMP '$asOf', false)",
    wholePerson: false,
  },
}

/**
 * SQL for the number of the first chosen rule that refuses an account, 1-based in the order of
 * `admissionRules`, or NULL; one for rules about the whole person, one for rules about the account.
 *
 * `unreadable` is the same of a row in the quarantine whose broken rule says that a field of a chosen rule is
 * malformed: what cannot be read may be a refusal, and is taken for one. `requested` is true of an account that asks for
 * erasure, where that is a chosen rule, whatever else refuses it.
 *
 * @param present fields that the source has
 * @param asOfEnd first day that does not count, `YYYY-MM-DD`
 * @throws {ConfigurationError} if a chosen rule needs a field that the source lacks
 */
export function refusals(
  chosen: readonly AdmissionRule[],
  present: ReadonlySet<string>,
  asOfEnd: string,
): {
  readonly person: string
  readonly account: string
  readonly unreadable: string
  readonly requested: string
} {
  const missing = chosen.flatMap((name) =>
    rules[name].fields.filter((field) => !present.has(field)).map((field) => `${name} without ${field}`),
  )
  if (missing[0] !== undefined)
    throw new ConfigurationError('an admission rule needs its fields in the learners source', missing[0])
  const cases = (wholePerson: boolean) => {
    const list = admissionRules.flatMap((name, i) =>
      chosen.includes(name) && rules[name].wholePerson === wholePerson
        ? [`WHEN ${rules[name].refuses.replace('$asOf', asOfEnd)} THEN ${i + 1}`]
        : [],
    )
    return list.length === 0 ? 'CAST(NULL AS INTEGER)' : `CASE ${list.join(' ')} END`
  }
  const malformed = admissionRules.flatMap((name, i) =>
    chosen.includes(name)
      ? rules[name].fields.map(
          (field) => `WHEN starts_with(${brokenRule}, ${literal(`${field}: not `)}) THEN ${i + 1}`,
        )
      : [],
  )
  return {
    person: cases(true),
    account: cases(false),
    unreadable: malformed.length === 0 ? 'CAST(NULL AS INTEGER)' : `CASE ${malformed.join(' ')} END`,
    requested: chosen.includes('erasure-requested') ? rules['erasure-requested'].refuses : 'false',
  }
}

/** Column with the rule that a row in the quarantine breaks; no field of a source can have its name. */
export const brokenRule = identifier('broken rule')

/** Columns: `account` (number), `learner_id`, the carried fields, `person`, `refusal`. */
export const standingRelation = vaultRelation('standing')
