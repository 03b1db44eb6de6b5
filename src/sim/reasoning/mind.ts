/** Mind: the reasoning of one life of a simulated node: the real one, with the modules of its scenario and the node's own clock. */
import type { Clock } from '../../base/clock.ts'
import type { Hash } from '../../base/hash.ts'
import type { Core } from '../../node/core/core.ts'
import type { CoreParts } from '../../node/core/parts.ts'
import { coreMesh } from '../../node/reasoning/core-mesh.ts'
import { createReasoning, type Reasoning } from '../../node/reasoning/reasoning.ts'
import { createVoice } from '../../node/reasoning/voice.ts'
import type { Thinking } from '../scenario.ts'
import { createThinker } from './thinker.ts'

/** The reasoning of one life. */
export interface Mind {
  /** What the core is told of it. */
  readonly parts: Pick<CoreParts, 'profile' | 'load' | 'onAsk'>
  /** The core has started: from now on it reasons. Null: it never does. */
  wake(core: Core): Reasoning | null
}

/** What a mind is made of. */
export interface MindParts {
  readonly node: string
  readonly modules: readonly Thinking[]
  /** Of this life: nothing comes of it once that is over. */
  readonly clock: Clock
  isOver(): boolean
  /** An entry of its log of traces was acknowledged. */
  onKept(entry: Hash): void
}

/** A mind that does not reason yet. */
export function createMind({ node, modules: all, clock, isOver, onKept }: MindParts): Mind {
  const own = all.filter(({ nodes }) => nodes.includes(node))
  const modules = own.map((thinking) => createThinker(thinking, node, clock))
  const voice = createVoice(node, { modules })
  const { profile, load, onAsk } = voice
  return {
    parts: { profile, load, onAsk },
    wake(core) {
      const living = mortal(core, isOver, onKept)
      const reasoning = createReasoning(living, { modules, clock, mesh: coreMesh(living) })
      voice.speakFor(reasoning)
      return reasoning
    },
  }
}

/** What only says that it reasons, and by every module. */
export function createPretence(node: string, modules: readonly Thinking[], clock: Clock): Mind {
  const { profile, load, onAsk } = createVoice(node, { modules: modules.map((thinking) => createThinker(thinking, node, clock)) })
  return { parts: { profile, load, onAsk }, wake: () => null }
}

/** What is left of a life's promises when it ends writes nothing and asks nobody, as in a process that was killed. */
function mortal(core: Core, isOver: () => boolean, onKept: MindParts['onKept']): Core {
  return {
    ...core,
    writeTraces(domain, items, done) {
      if (isOver()) return
      core.writeTraces(domain, items, (result) => {
        if (result.ok) onKept(result.value.entry)
        done(result)
      })
    },
    ask: (to, question, deadlineMs, done) => (isOver() ? () => undefined : core.ask(to, question, deadlineMs, done)),
    report: (event) => (isOver() ? undefined : core.report(event)),
  }
}
