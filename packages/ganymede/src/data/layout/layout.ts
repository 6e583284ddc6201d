/** What the names of its files say of a data set: which belong to the part asked for, and their classes. */

import type { DataSplit } from '../dataset.js'

export interface FileLayout {
  /** Places in the list of names that belong to the part asked for, in order. */
  readonly chosen: readonly number[]
  /**
   * Classes of the part that is learned from, as if it lay alone. For another part, names that only parts which are not
   * learned from have come behind them, so that a name has one number everywhere.
   */
  readonly classes: readonly string[] | null
  /** Label of each chosen file; null without classes. */
  readonly labels: readonly number[] | null
  readonly split: DataSplit | null
  /** Divisions that exist, such as `train`, `test`. */
  readonly divisions: readonly string[]
  /** What is left out of the part asked for. */
  readonly notes: readonly string[]
  /** What a person should know about the classes. */
  readonly classNotes: readonly string[]
  /** Present where files of labels decide about classes, and folders mean nothing. */
  readonly hasLabelFile?: true
}
