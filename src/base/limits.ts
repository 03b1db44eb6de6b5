/** Limits: the named bounds of entry format version 1. They are part of the format (R7): two nodes with other limits would differ. */

/** Bytes (UTF-8) of one entry's text, signature included. Checked before anything is parsed. */
export const ENTRY_BYTES_MAX = 65_536
/** Nesting of arrays and objects in an entry. */
export const ENTRY_DEPTH_MAX = 16
/** Items in one entry; more claims in one group commit make a second entry. */
export const ENTRY_ITEMS_MAX = 1_000
/** Digits of an integer or of a decimal's coefficient. */
export const NUMBER_DIGITS_MAX = 1_000
/** Magnitude of a decimal's exponent. */
export const NUMBER_EXPONENT_MAX = 1_000
/** Characters (UTF-16 code units) of a frame id, slot, domain, type id or author name. */
export const NAME_LENGTH_MAX = 256
/** Bytes (UTF-8) of a `pattern` facet. */
export const PATTERN_BYTES_MAX = 1_024
/** Premises of one claim. */
export const PREMISES_MAX = 256
/** Confidence is in permille; this is certainty. */
export const CONFIDENCE_MAX = 1_000
/** Quality is in parts per million; this is full trust. */
export const QUALITY_MAX = 1_000_000
/** Cuts in one removal; a member with more logs is removed by several items. */
export const CUTS_MAX = 400
/** Entries of one log that one prune names: as many ids as an entry has room for. */
export const PRUNE_IDS_MAX = 900
/** Parts of a law that another part takes the place of. */
export const REPLACES_MAX = 256
/** Characters of one rule in an item. */
export const RULE_LENGTH_MAX = 32_768
/** Entries of one log before it rolls to the next epoch. */
export const LOG_ENTRIES_MAX = 10_000
/** Bytes of a founding record's text. */
export const FOUNDING_BYTES_MAX = 1_048_576
/** Entries of a log that are sealed together: quality is learned from whole multiples of them, and so seldom anew (R16). */
export const SEALED_ENTRIES = 256
/** Items of an author that a policy's floor measures, the last ones, where it says nothing else. */
export const FLOOR_WINDOW_DEFAULT = 4_096
/** The most of them that a policy may choose: reading after a change walks so many of every author. */
export const FLOOR_WINDOW_MAX = 65_536
/** Values that a slot may enumerate for its authors to be told apart by each of them; beyond, one number an author is learned. */
export const LEARNED_VALUES_MAX = 50
/** Characters of a goal: it names what traces are compared by, and so stays short enough to be a key. */
export const GOAL_LENGTH_MAX = 1_024
/** Characters of a step's text, of an expression or its value, and of what a custom check is handed. */
export const STEP_TEXT_MAX = 4_096
/** Checks of one step. */
export const CHECKS_MAX = 16
