/** Snapshot: what a node took to be true at one moment, and which reasoning was under way: to be read when nothing else can be. */
import { canonicalText, type Json } from '../../base/canonical.ts'
import type { Ms } from '../../base/clock.ts'
import { sha256Hex } from '../../base/hash.ts'
import { err, ok, type Result } from '../../base/result.ts'
import type { Core } from '../core/core.ts'
import type { Certificate } from '../node.ts'
import { sessionsView, traceView } from '../reasoning/trace-view.ts'

/** A moment of a node. Plain data. */
export interface Snapshot {
  /** When it was taken, for people. */
  readonly at: Ms
  /** What it is of, with the state vector; nodes with the same digest had the same entries and the same judgement. */
  readonly certificate: Certificate
  /** The consensus frame: statements that stood, `clear` or `consensus`. */
  readonly accepted: readonly (readonly [frame: string, slot: string, value: Json, status: string])[]
  /** Frames that had no room here. */
  readonly framesLeft: number
  readonly sessions: readonly OpenSession[]
}

/** Reasoning under way. */
export interface OpenSession {
  readonly id: string
  readonly goal: string
  readonly owners: readonly string[]
  /** Its last steps, as they were told. */
  readonly steps: readonly Json[]
}

/** Accepted statements beyond which no further frame is taken in; sessions; and last steps of a session. */
export const ACCEPTED_MAX = 50_000
const SESSIONS_MAX = 256
const STEPS_MAX = 64
/** Characters of a snapshot's text: more is not read. */
export const SNAPSHOT_LENGTH_MAX = 268_435_456

const HEAD = 'tracord-snapshot/1'

/** The snapshot of a core as it is now: of its frames, in their order, as many as have room. */
export function snapshotOf(core: Pick<Core, 'engine' | 'certificate'>, at: Ms): Snapshot {
  const frames = core.engine.frames()
  const accepted: Snapshot['accepted'][number][] = []
  let taken = 0
  for (; taken < frames.length && accepted.length < ACCEPTED_MAX; taken++) {
    for (const { frame, slot, value, not, status } of core.engine.standingsOf(frames[taken]!)) {
      if (!not && (status === 'clear' || status === 'consensus')) accepted.push([frame, slot, value, status])
    }
  }
  const open = sessionsView(core).filter(({ state }) => state === 'open')
  const sessions = open.slice(0, SESSIONS_MAX).map(({ id, goal, owners }) => {
    const { trace } = traceView(core, id)
    return { id, goal, owners, steps: trace.steps.slice(-STEPS_MAX) as unknown as readonly Json[] }
  })
  return { at, certificate: core.certificate({ vector: true }), accepted, framesLeft: frames.length - taken, sessions }
}

/** Its text: a line with the hash of the rest, and the rest as canonical JSON. */
export function snapshotText(snapshot: Snapshot): string {
  const body = canonicalText(snapshot as unknown as Json)
  return `${HEAD} ${sha256Hex(body)}\n${body}\n`
}

/** Reads such a text; the error says what is wrong with it. */
export function readSnapshot(text: string): Result<Snapshot, string> {
  const [head = '', body = '', ...rest] = text.split('\n')
  const [kind, hash] = head.split(' ')
  if (kind !== HEAD) return err('it is no snapshot')
  if (rest.join('') !== '' || hash !== sha256Hex(body)) return err('it is not what was written: its hash is another')
  return ok(JSON.parse(body) as Snapshot)
}

/** Logs of which less is held than the snapshot saw: what a lost or older journal does not have. */
export function missingSince(
  snapshot: Snapshot,
  countOf: (log: string) => number,
): readonly { readonly log: string; readonly lacks: number }[] {
  return (snapshot.certificate.vector ?? []).flatMap(([log, count]) => {
    const lacks = count - countOf(log)
    return lacks > 0 ? [{ log, lacks }] : []
  })
}
