/** Voice: what a core says of its node's reasoning, and whom it hands questions to, though reasoning begins only after the core. */
import { err } from '../../base/result.ts'
import { TracordError } from '../../base/error.ts'
import type { OnAsk, OwnProfile } from './mesh.ts'
import { hashingEmbedder } from '../../routing/embedder.ts'
import { labelOf } from './module.ts'
import { BUILT_IN, profiler } from './profile.ts'
import type { Reasoning, ReasoningParts } from './reasoning.ts'

/** What a core is handed. */
export interface Voice {
  profile(): OwnProfile
  load(): number
  readonly onAsk: OnAsk
  /** From now on it speaks for `reasoning`. */
  speakFor(reasoning: Pick<Reasoning, 'profile' | 'load' | 'onAsk'>): void
}

/** The voice of a node that does not reason yet, but will by these modules. */
export function createVoice(name: string, parts: Pick<ReasoningParts, 'modules' | 'embedder'>): Voice {
  const { modules = [], embedder = hashingEmbedder } = parts
  const labels = [...new Set([...BUILT_IN, ...modules.map(labelOf)])].sort()
  const before = profiler(name, null, () => labels, embedder)
  let reasoning: Pick<Reasoning, 'profile' | 'load' | 'onAsk'> | undefined
  return {
    profile: () => (reasoning?.profile ?? before)(),
    load: () => reasoning?.load() ?? 0,
    onAsk(from, question, reply, signal) {
      if (reasoning === undefined) reply(err(new TracordError('REFUSED', 'this node is only starting: ask another')))
      else reasoning.onAsk(from, question, reply, signal)
    },
    speakFor(next) {
      reasoning = next
    },
  }
}
