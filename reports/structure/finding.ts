/** What a release folder must hold to; the arithmetic of the figures is judged elsewhere. */
export type StructuralRule =
  /** It is a folder with regular files, and `tables` and `report` are its only subfolders. */
  | 'release-folder'
  /** SHA256SUMS is there, well formed, and names every file but itself and its signature. */
  | 'checksum-list'
  /** Every file has the SHA-256 and size stated for it. */
  | 'checksum'
  /** Every declared file is there. */
  | 'missing-file'
  /** Every file is declared, and belongs to a table or to the release itself. */
  | 'undeclared-file'
  /** A notice of withdrawal, if any, has its form and names this release. */
  | 'withdrawal'
  /** The manifest has the form and the fields of the allow-list, and agrees with itself. */
  | 'manifest'
  /** Names, columns and references between measures of a table are well formed. */
  | 'definition'
  /** One total first, unique codes, parents before children, levels one apart. */
  | 'code-list'
  /** A table has no more cells than its budget. */
  | 'cell-budget'
  /** A file can be read as what its name says. */
  | 'unreadable'
  /** Exactly the declared columns, in order. */
  | 'columns'
  /** No column holds floating-point numbers. */
  | 'floating-point'
  /** The Parquet file says what the manifest says about it, and no more. */
  | 'metadata'
  /** A row for every combination of codes, none twice, and no other. */
  | 'matrix'
  /** Rows are sorted by the dimension columns. */
  | 'row-order'
  /** Statuses are A, c, z or x; base measures share one; none derived is A where they are hidden. */
  | 'status'
  /** Values are whole numbers of their unit, there exactly when the status is A. */
  | 'value'
  /** The CSV file has the same content. */
  | 'csv'
  /** A file that follows from the tables and the manifest has the one text that it can have. */
  | 'derived-text'
  /** A workbook has the same content. */
  | 'workbook'
  /** Data and rows of a page have the same content. */
  | 'page'
  /** The Arrow file has the same content. */
  | 'arrow'
  /** `release.duckdb` has the same content, and nothing else. */
  | 'database'

/** A rule that something breaks: one clause, without any value of a cell. */
export interface Fault {
  readonly rule: StructuralRule
  readonly clause: string
}

/** A rule that a file of a release breaks. */
export interface StructuralFinding extends Fault {
  /** Relative to the release folder; `.` for the folder itself. */
  readonly file: string
}

export function inFile(file: string, faults: readonly Fault[]): readonly StructuralFinding[] {
  return faults.map((fault) => ({ ...fault, file }))
}

/** A fault that says how many of something break the rule; none if that is zero. */
export function counted(rule: StructuralRule, count: number, one: string, many: string): readonly Fault[] {
  return count === 0 ? [] : [{ rule, clause: count === 1 ? `1 ${one}` : `${count} ${many}` }]
}
