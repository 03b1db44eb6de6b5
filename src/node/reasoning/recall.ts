/** The module `recall`: the frames whose contents are nearest to the words of a goal. */
import { showValue } from '../../frames/value.ts'
import type { Engine } from '../../semantics/engine.ts'
import { nearness, type Embedder, type Meaning } from '../../routing/embedder.ts'
import { RECALL_FRAMES_MAX } from './limits.ts'
import type { Module, Step } from './module.ts'

const SUITED = 500
/** The slot that a goal wants whom this module answers. */
const NEAR = 'near'
/** Frames named by one answer. */
const NAMED = 5
/** Permille below which a frame has nothing to do with the goal. */
const NEAR_MIN = 100
/** Frames looked at before others may run. */
const FRAMES_AT_ONCE = 256

/** Remembers the meanings of frames until what is said of them changes. */
export function recallModule(engine: Pick<Engine, 'frames' | 'standingsOf' | 'claimsOf'>, embedder: Embedder): Module {
  const meanings = new Map<string, { readonly text: string; readonly meaning: Meaning }>()
  const meaningOf = (frame: string): Meaning => {
    const text = textOf(frame, engine)
    const held = meanings.get(frame)
    if (held?.text === text) return held.meaning
    const meaning = embedder.embed(text)
    meanings.set(frame, { text, meaning })
    return meaning
  }
  return {
    name: 'recall',
    version: '1',
    accepts: ({ wants }) => (wants?.slot === NEAR ? SUITED : 0),
    async *run({ goal: { goal, wants }, signal }) {
      const wanted = embedder.embed(goal)
      const answer = wants?.frame ?? ''
      const scored: { readonly frame: string; readonly score: number }[] = []
      for (const [at, frame] of engine.frames().slice(0, RECALL_FRAMES_MAX).entries()) {
        if (at % FRAMES_AT_ONCE === 0) await breath()
        if (signal.aborted) return
        const score = frame === answer ? 0 : nearness(wanted, meaningOf(frame))
        if (score >= NEAR_MIN) scored.push({ frame, score })
      }
      const near = scored.sort((a, b) => b.score - a.score || (a.frame < b.frame ? -1 : 1)).slice(0, NAMED)
      const [best] = near
      if (best === undefined) throw new Error('no frame is near to it')
      for (const { frame, score } of near) yield stepFor(frame, score, engine)
      yield { concludes: { frame: answer, slot: NEAR, value: { ref: best.frame } } }
    },
  }
}

const breath = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

function stepFor(frame: string, score: number, engine: Pick<Engine, 'standingsOf' | 'claimsOf'>): Step {
  const uses = new Set(engine.standingsOf(frame).flatMap((standing) => engine.claimsOf(standing)))
  return { text: `${frame} is near: ${score} of 1000`, uses: [...uses].sort().slice(0, CLAIMS_NAMED), check: 'say' }
}

/** Claims that one step of recall rests on. */
const CLAIMS_NAMED = 16

function textOf(frame: string, engine: Pick<Engine, 'standingsOf'>): string {
  const said = engine.standingsOf(frame).map(({ slot, value }) => `${slot} ${showValue(value)}`)
  return [frame, ...said].join(' ')
}
