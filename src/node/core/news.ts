/** News: turns what changed in judgement into events, now and then however many entries came, and only if somebody listens. */
import type { Clock } from '../../base/clock.ts'
import type { Engine, News } from '../../semantics/engine.ts'
import type { Component } from '../../semantics/judgement.ts'
import type { Events } from './events.ts'
import { JUDGE_MS_MAX, NEWS_MS_MIN } from './limits.ts'
import { createPace } from './pace.ts'
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
  const pace = createPace(clock, NEWS_MS_MIN, JUDGE_MS_MAX)
  let cancel: (() => void) | undefined
  const tell = (): void => {
    cancel = undefined
    if (!events.isHeard()) return
    const { conflicts, settled, components } = pace.keep(look)
    for (const conflict of conflictViews(conflicts, components)) events.emit({ type: 'conflict', conflict })
    for (const conflict of settled) events.emit({ type: 'settled', conflict })
  }
  const look = (): News & { components: readonly Component[] } => {
    const news = engine.news()
    return { ...news, components: news.conflicts.length === 0 ? [] : engine.components() }
  }
  return {
    changed() {
      if (events.isHeard()) cancel ??= clock.after(pace.wait(), tell)
    },
    forget() {
      engine.news()
    },
    stop: () => cancel?.(),
  }
}
