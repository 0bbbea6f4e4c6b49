import { z } from 'zod'
import { boolean, date, oneOf, text, timestamp } from './field.ts'

/** One account of a learner, as the profile stands. */
export const learnerSchema = z.strictObject({
  learner_id: text({ role: 'direct-identifier', key: true, description: 'account number' }),
  full_name: text({ role: 'direct-identifier', description: 'name' }).nullable(),
  email: text({
    role: 'direct-identifier',
    description: 'e-mail; accounts that share it are one person',
  }).nullable(),
  phone: text({
    role: 'direct-identifier',
    description: 'phone; accounts that share it are one person',
  }).nullable(),
  birth_date: date({ role: 'quasi-identifier', description: 'date of birth' }).nullable(),
  region: text({ role: 'quasi-identifier', description: 'region of residence' }).nullable(),
  district: text({ role: 'quasi-identifier', description: 'district of residence' }).nullable(),
  settlement: text({ role: 'quasi-identifier', description: 'urban or rural' }).nullable(),
  gender: text({ role: 'quasi-identifier', description: 'gender' }).nullable(),
  education: text({ role: 'quasi-identifier', description: 'highest education attained' }).nullable(),
  occupation: text({ role: 'quasi-identifier', description: 'occupation' }).nullable(),
  specialisation: text({ role: 'quasi-identifier', description: 'specialisation' }).nullable(),
  registered_at: timestamp({ role: 'quasi-identifier', description: 'when the account was opened' }),
  deleted_at: timestamp({ role: 'operational', description: 'when the account was deleted' }).nullable(),
  erasure_requested_at: timestamp({
    role: 'operational',
    description: 'when erasure was asked for',
  }).nullable(),
  statistics_consent: boolean({ role: 'operational', description: 'false: refused statistics' }).nullable(),
  guardian_consent: boolean({ role: 'operational', description: 'a guardian agreed' }).nullable(),
  account_type: oneOf(['learner', 'staff', 'test'], {
    role: 'operational',
    description: 'whose account it is',
  }),
})
