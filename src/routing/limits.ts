/** Limits of routing: how far it looks and how much each thing weighs against the others. They may differ from node to node. */

/** Numbers of a meaning. */
export const MEANING_SIZE = 256
/** Largest magnitude of one of them. */
export const MEANING_MAX = 127
/** Characters of a text that are looked at for its meaning. */
export const MEANING_TEXT_MAX = 65_536
/** Members that a swarm asks at most (R20). */
export const SWARM_MAX = 8
/** Milliseconds within which an answer should come: who takes longer is asked after those who do not. */
export const PROMPT_MS = 200
