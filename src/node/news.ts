/** News: turns what changed in judgement into events, once a tick however many entries came, and only if somebody listens. */
import type { Clock } from '../base/clock.ts'
import type { Engine } from '../semantics/engine.ts'
import type { Events } from './events.ts'
import { conflictViews } from './views.ts'

/** Who tells the listeners what changed. */
export interface NewsDesk {
  /** Something was added to the judgement. */
  changed(): void
  /** Whatever changed so far is no news to a listener who comes now. */
  forget(): void
  stop(): void
}

/** A desk with no news. */
export function createNewsDesk(engine: Engine, clock: Clock, events: Events): NewsDesk {
  let cancel: (() => void) | undefined
  const tell = (): void => {
    cancel = undefined
    if (!events.isHeard()) return
    const { conflicts, settled } = engine.news()
    const components = conflicts.length === 0 ? [] : engine.components()
    for (const conflict of conflictViews(conflicts, components)) events.emit({ type: 'conflict', conflict })
    for (const conflict of settled) events.emit({ type: 'settled', conflict })
  }
  return {
    changed() {
      if (events.isHeard()) cancel ??= clock.after(0, tell)
    },
    forget() {
      engine.news()
    },
    stop: () => cancel?.(),
  }
}
