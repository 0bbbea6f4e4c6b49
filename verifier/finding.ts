/** What can be wrong with a release. */
export type Rule =
  | 'checksum-list'
  | 'changed'
  | 'missing'
  | 'added'
  | 'foreign'
  | 'unreadable'
  | 'unreadable-folder'
  | 'disputed'
  | 'manifest'
  | 'signature-missing'
  | 'signature-form'
  | 'signature-other-key'
  | 'signature-other-file'
  | 'signature-other-comment'
  | 'signature-other-release'
  | 'table'
  | 'minimum'
  | 'minimum-low'
  | 'sums'
  | 'hidden'
  | 'previous'
  | 'compared'
  | 'withdrawal'

/** Something that speaks against a release. */
export interface Finding {
  readonly rule: Rule
  /** A file by its path, or a table by its id. */
  readonly where: string
  /** For engineers: the rule in one clause, with the place; never a hidden figure. */
  readonly clause: string
}
