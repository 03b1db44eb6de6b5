/** Learned: what was learned of authors' quality, as plain data in integers, so that a policy can hold it. */

/** What was learned of one slot; probabilities are in parts per million, from 1 to 999,999. */
export interface LearnedSlot {
  /** Keys (canonical JSON) of the enumerated values, sorted; null: anything can be said. */
  readonly values: readonly string[] | null
  /** Among how many values answers are spread; 2 or more. */
  readonly width: number
  /** How often an answer is right: of authors who are not listed below. */
  readonly common: number
  /**
   * By author, the probability of each answer for each truth: `rows[truth][answer]` in the order of `values`, or `[[right]]` where there
   * is one number only. Empty: no author is known to differ from another, and heads are counted.
   */
  readonly authors: Readonly<Record<string, readonly (readonly number[])[]>>
}

/** What was learned of all slots: `policy.learned` of a case or a realm. */
export interface Learned {
  readonly v: 1
  /** By author, in parts per million: how often it is right, over everything it answered. */
  readonly quality: Readonly<Record<string, number>>
  /** How often an answer is right, over all slots: of authors who are not listed above; a million where nothing was answered. */
  readonly common: number
  readonly slots: Readonly<Record<string, LearnedSlot>>
}
