import { vaultRelation } from '../relation.ts'

/** Columns: `source`, `file`, `position`, `rule`; none of a bad row's values. */
export const quarantineRelation = vaultRelation('quarantine')
