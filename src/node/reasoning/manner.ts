/** Manner: what a caller may choose about how goals are asked, checked. */
import { isCanonicalKey } from '../../identity/encoding.ts'
import { MODELS } from '../../routing/models.ts'
import type { AskOptions } from './answer.ts'

const KNOWN: readonly (keyof AskOptions)[] = ['model', 'centre', 'merge', 'timeoutMs', 'hedgeMs', 'steps', 'signal', 'anew']
/** Milliseconds or steps that a caller may choose at most. */
const CHOICE_MAX = 3_600_000

/** What is wrong with a choice; undefined when nothing is. */
export function mannerFault(options: AskOptions): string | undefined {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return 'how to ask is an object'
  const foreign = Object.keys(options).find((key) => !KNOWN.some((known) => known === key))
  if (foreign !== undefined) return `unknown choice "${foreign}"; known are ${KNOWN.join(' ')}`
  const { model, centre } = options
  if (model !== undefined && !MODELS.includes(model)) return `model is one of ${MODELS.join(' ')}`
  if (centre !== undefined && !(typeof centre === 'string' && isCanonicalKey(centre))) return 'centre is the public key of a member'
  for (const flag of ['merge', 'anew'] as const) {
    if (options[flag] !== undefined && typeof options[flag] !== 'boolean') return `${flag} is true or false`
  }
  for (const amount of ['timeoutMs', 'hedgeMs', 'steps'] as const) {
    const value = options[amount]
    if (value !== undefined && !(Number.isSafeInteger(value) && value > 0 && value <= CHOICE_MAX))
      return `${amount} is an integer from 1 to ${CHOICE_MAX}`
  }
  return undefined
}
