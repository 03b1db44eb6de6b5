/** Members and asks, step by step: what is believed, what is passed on, and what a liar gets. */
import { describe, expect, test } from 'vitest'
import { cidOf, sha256 } from '../../src/base/hash.ts'
import { base64urlFromBytes } from '../../src/base/bytes.ts'
import { canonicalText } from '../../src/base/canonical.ts'
import { createRandom } from '../../src/base/random.ts'
import { signedText } from '../../src/identity/signature.ts'
import type { SyncLimits } from '../../src/sync/limits.ts'
import type { Effect } from '../../src/sync/machine.ts'
import type { Answer, Ask, Message } from '../../src/sync/message.ts'
import { signPresence, writeProfile, type Presence, type SignedPresence, type WrittenProfile } from '../../src/sync/presence.ts'
import { createSync, type Sync } from '../../src/sync/sync.ts'
import { introduce } from './end.ts'
import { authorOf, meansOf, REALM } from './toy.ts'

function written(name: string): WrittenProfile {
  const profile = writeProfile({ name, domains: null, modules: [], meaning: [] })
  if (!profile.ok) throw new Error(profile.error.why)
  return profile.value
}
/** A machine named `me` that told of itself, with these peers ready; leaves begin with `leaf`. */
function machineWith(peers: readonly string[], limits: Partial<SyncLimits> = {}, role: 'member' | 'leaf' = 'member'): Sync {
  const self = { realm: REALM, author: authorOf('me'), name: 'me', role }
  const sync = createSync({ self, means: meansOf('me'), random: createRandom('me'), limits })
  sync.step({ type: 'self', start: 1, load: 5, profile: written('me') }, 0)
  for (const peer of peers) introduce(sync, peer, { role: peer.startsWith('leaf') ? 'leaf' : 'member' })
  return sync
}
const hear = (sync: Sync, peer: string, message: Message, now = 1): readonly Effect[] =>
  sync.step({ type: 'message', peer, message }, now)
const kinds = (effects: readonly Effect[]): string[] =>
  effects.map((effect) => (effect.type === 'send' ? `${effect.peer} ${effect.message.t}` : effect.type))
const presenceOf = (name: string, more: Partial<Presence> = {}): SignedPresence =>
  signPresence(
    { author: authorOf(name), start: 1, count: 1, load: 0, about: written(name).about, leaf: false, ...more },
    REALM,
    meansOf(name).keyPair,
  )
const told = (...list: SignedPresence[]): Message => ({ t: 'presence', list })
const idOf = (text: string): string => base64urlFromBytes(sha256(text).slice(0, 16))
function askOf(from: string, to: string, more: Partial<Ask> = {}): Ask {
  const [id, text] = [idOf(`${from} ${to}`), 'why?']
  const sig = meansOf(from).keyPair.sign(signedText('ask', REALM, canonicalText([id, authorOf(from), authorOf(to), text])))
  return { t: 'ask', id, from: authorOf(from), to: authorOf(to), hops: 3, ms: 5_000, text, sig, ...more }
}
function answerOf(ask: Ask, by: string, more: Partial<Answer> = {}): Answer {
  const text = 'because'
  const sig = meansOf(by).keyPair.sign(signedText('answer', REALM, canonicalText([ask.id, ask.from, authorOf(by), null, text])))
  return { t: 'answer', id: ask.id, by: authorOf(by), code: null, text, sig, ...more }
}

describe('presence', () => {
  test('[SYN25] of who is new or starts anew at once, to members but its bringer and its author; an old one or a copy goes nowhere', () => {
    const sync = machineWith(['p', 'q', 'x', 'leaf'])
    const first = presenceOf('x', { count: 5 })
    expect(kinds(hear(sync, 'p', told(first)))).toEqual(['p about', 'q presence'])
    for (const again of [first, presenceOf('x', { count: 4 }), presenceOf('x', { start: 0, count: 9 })]) {
      expect(hear(sync, 'q', told(again), 1_000)).toEqual([])
    }
    expect(kinds(hear(sync, 'q', told(presenceOf('x', { start: 2 })), 1_000))).toEqual(['p presence'])
    expect(sync.members().map(({ presence }) => presence.start)).toEqual([2])
  })

  test('[SYN25] that somebody is still there goes with the next beat, to those that did not tell it; after silence at once', () => {
    const sync = machineWith(['p', 'q', 'r', 'x', 'leaf'])
    hear(sync, 'p', told(presenceOf('x')))
    const toldTo = (effects: readonly Effect[]): [string, number[]][] =>
      effects.flatMap((effect) => {
        const isTold = effect.type === 'send' && effect.message.t === 'presence' && effect.peer !== 'leaf'
        return isTold ? [[effect.peer, effect.message.list.map(({ count }) => count)]] : []
      })
    const beat = (now: number): [string, number[]][] => toldTo(sync.step({ type: 'tick' }, now))
    beat(1_300)
    for (const count of [2, 3]) expect(toldTo(hear(sync, 'p', told(presenceOf('x', { count })), 1_300 + 500 * count))).toEqual([])
    hear(sync, 'q', told(presenceOf('x', { count: 3 })), 2_900)
    expect(beat(3_000)).toEqual([
      ['p', [3_000]],
      ['q', [3_000]],
      ['r', [3_000, 3]],
      ['x', [3_000]],
    ])
    expect(beat(4_300).map(([, counts]) => counts.length)).toEqual([1, 1, 1, 1])
    const back = toldTo(hear(sync, 'p', told(presenceOf('x', { count: 4 })), 60_000))
    expect(back.map(([peer]) => peer)).toEqual(['q', 'r'])
  })

  test('[SYN25] at each beat the neighbours are told of us, newcomers of everybody, leaves of members at their own pace', () => {
    const sync = machineWith(['p'])
    hear(sync, 'p', told(presenceOf('x'), presenceOf('leafy', { leaf: true }), presenceOf('p')))
    const listOf = (effects: readonly Effect[], peer: string): number[] =>
      effects.flatMap((effect) => {
        const isTold = effect.type === 'send' && effect.peer === peer && effect.message.t === 'presence'
        return isTold ? [effect.message.list.length] : []
      })
    expect(listOf(sync.step({ type: 'tick' }, 1_300), 'p')).toEqual([1])
    const before = sync.members().length
    expect(before).toBe(3)
    const effects: Effect[] = []
    for (const name of ['q', 'leaf']) {
      introduce(sync, name, { role: name === 'leaf' ? 'leaf' : 'member' })
    }
    for (let second = 2; second <= 13; second += 1) effects.push(...sync.step({ type: 'tick' }, second * 1_300))
    expect(listOf(effects, 'q')).toHaveLength(12)
    expect(listOf(effects, 'leaf')).toHaveLength(1)
  })

  test('[SYN102] who beats slowly is not dead to who beats fast: a member is as quick as it says', () => {
    const sync = machineWith(['p', 'q'], { beatMs: 100, beatJitterMs: 20 })
    const slow = writeProfile({ name: 'p', domains: null, modules: [], meaning: [], beatMs: 1_200 })
    if (!slow.ok) throw new Error(slow.error.why)
    hear(sync, 'p', { ...told(presenceOf('p', { about: slow.value.about })), profile: slow.value.text } as Message)
    hear(sync, 'q', { ...told(presenceOf('q')), profile: written('q').text } as Message)
    const liveAt = (now: number): readonly string[] => {
      sync.step({ type: 'tick' }, now)
      return sync.members().flatMap(({ profile, live }) => (live ? [profile?.name ?? ''] : [])).sort()
    }
    expect(liveAt(700)).toEqual(['p', 'q'])
    expect(liveAt(800)).toEqual(['p'])
    expect(liveAt(7_150)).toEqual(['p'])
    expect(liveAt(7_300)).toEqual([])
    for (const beatMs of [0, 1.5, 7_200_001]) expect(writeProfile({ ...slow.value.profile, beatMs }).ok).toBe(false)
  })

  test('[SYN26] a forged one is its bringer’s fault and changes nothing', () => {
    const sync = machineWith(['p', 'q'])
    const forged = [
      { ...presenceOf('x'), load: 9 },
      { ...presenceOf('x'), author: authorOf('y') },
      signPresence(presenceOf('x'), cidOf('elsewhere'), meansOf('x').keyPair),
    ]
    for (const one of forged) expect(kinds(hear(sync, 'p', told(one)))).toEqual(['blame'])
    expect(sync.members()).toEqual([])
    expect(hear(sync, 'p', told(presenceOf('me', { count: 99 })))).toEqual([])
  })

  test('[SYN26] a flood of presences is bounded: of one author by time, of new ones by beat, of all by room', () => {
    const sync = machineWith(['p', 'q'], { newcomers: 3, members: 5 })
    const mine = Array.from({ length: 50 }, (_, count) => hear(sync, 'p', told(presenceOf('p', { count: count + 1 })), 10))
    expect(mine.flat().filter((effect) => effect.type === 'send' && effect.peer === 'q')).toHaveLength(1)
    const invented = (beat: number): void => {
      for (let at = 0; at < 50; at += 1) hear(sync, 'p', told(presenceOf(`${beat} ${at}`)), beat * 2_000 + 1)
    }
    invented(1)
    expect(sync.sizes().members).toBe(4)
    sync.step({ type: 'tick' }, 4_000)
    invented(2)
    expect(sync.sizes().members).toBe(5)
    expect(hear(sync, 'q', told(presenceOf('q')), 4_010)).toEqual([])
    // Those who fell silent give way to those who are there.
    expect(kinds(hear(sync, 'q', told(presenceOf('q')), 60_000))).toContain('p presence')
    expect(sync.sizes().members).toBe(5)
  })

  test('[SYN27] a profile is asked for once per hash, of another way each beat, and taken only if it is the one', () => {
    const sync = machineWith(['p', 'q'])
    expect(kinds(hear(sync, 'p', told(presenceOf('x'))))).toEqual(['p about', 'q presence'])
    hear(sync, 'q', told(presenceOf('x')))
    const asked = [1, 2].flatMap((beat) => kinds(sync.step({ type: 'tick' }, beat * 1_300)).filter((kind) => kind.endsWith('about')))
    expect(asked.sort()).toEqual(['p about', 'q about'])
    hear(sync, 'q', { t: 'profile', text: written('y').text })
    expect(sync.members()[0]?.profile).toBe(null)
    hear(sync, 'q', { t: 'profile', text: written('x').text })
    expect(sync.members()[0]?.profile?.name).toBe('x')
    expect(kinds(sync.step({ type: 'tick' }, 4_000)).filter((kind) => kind.endsWith('about'))).toEqual([])
    expect(kinds(hear(sync, 'p', { t: 'profile', text: '{"name":1}' }))).toEqual(['blame'])
    // When they meet a neighbour tells its own along, and need not be asked.
    expect(kinds(hear(sync, 'p', { t: 'presence', list: [presenceOf('p')], profile: written('p').text }))).toEqual(['q presence'])
    expect(kinds(hear(sync, 'p', { t: 'presence', list: [], profile: 'none' }))).toEqual(['blame'])
    const about: Message = { t: 'about', hashes: [written('x').about, written('me').about, cidOf('nobody')] }
    expect(kinds(hear(sync, 'p', about))).toEqual(['p profile', 'p profile'])
    for (let time = 0; time < 100; time += 1) hear(sync, 'p', about)
    expect(hear(sync, 'p', about)).toEqual([])
  })

  test('[SYN25] the time to a neighbour and back is measured by what it gives back', () => {
    const sync = machineWith(['p'])
    hear(sync, 'p', { t: 'presence', list: [presenceOf('p')], at: 77 }, 1_000)
    const [tick] = sync.step({ type: 'tick' }, 1_400).filter((effect) => effect.type === 'send' && effect.message.t === 'presence')
    expect(tick).toMatchObject({ message: { at: 1_400, echo: [77, 400] } })
    hear(sync, 'p', { t: 'presence', list: [], at: 600, echo: [1_400, 90] }, 1_502)
    expect(sync.members()[0]?.latencyMs).toBe(12)
    hear(sync, 'p', { t: 'presence', list: [], echo: [9_999_999, 0] }, 1_503)
    expect(sync.members()[0]?.latencyMs).toBe(0)
  })
})

describe('asks', () => {
  /** p and q are neighbours; x is behind both. */
  const between = (limits: Partial<SyncLimits> = {}): Sync => {
    const sync = machineWith(['p', 'q', 'r'], limits)
    for (const peer of ['q', 'r']) hear(sync, peer, told(presenceOf('x')))
    return sync
  }

  test('[SYN28] one goes back the way the presence came, once; in a circle it is refused', () => {
    const sync = between()
    const ask = askOf('p', 'x')
    const [passed] = hear(sync, 'p', ask)
    expect(passed).toMatchObject({ type: 'send', peer: 'q', message: { t: 'ask', hops: 2, sig: ask.sig } })
    expect(kinds(hear(sync, 'p', ask))).toEqual(['q ask'])
    expect(hear(sync, 'q', ask)).toMatchObject([{ peer: 'q', message: { t: 'answer', code: 'NO_ROUTE' } }])
    expect(kinds(hear(sync, 'q', answerOf(ask, 'x')))).toEqual(['p answer'])
    expect(kinds(hear(sync, 'p', ask))).toEqual(['p answer'])
    expect(hear(sync, 'q', answerOf(ask, 'x'))).toEqual([])
  })

  test('[SYN28] refused on one way it takes the other, and only then is there none', () => {
    const sync = between()
    const ask = askOf('p', 'x')
    hear(sync, 'p', ask)
    const refusal = (by: string): Answer => ({ t: 'answer', id: ask.id, by: authorOf(by), code: 'NO_ROUTE', text: 'none' })
    expect(kinds(hear(sync, 'q', refusal('q')))).toEqual(['r ask'])
    expect(hear(sync, 'r', refusal('r'))).toMatchObject([{ peer: 'p', message: { code: 'NO_ROUTE' } }])
  })

  test('[SYN28] with no hop left, to nobody known, or through a leaf it is refused', () => {
    expect(hear(between(), 'p', askOf('p', 'x', { hops: 0 }))).toMatchObject([{ message: { code: 'NO_ROUTE' } }])
    expect(hear(between(), 'p', askOf('p', 'nobody'))).toMatchObject([{ message: { code: 'NO_ROUTE' } }])
    const leaf = machineWith(['p', 'q'], {}, 'leaf')
    hear(leaf, 'q', told(presenceOf('x')))
    expect(hear(leaf, 'p', askOf('p', 'x'))).toMatchObject([{ peer: 'p', message: { code: 'NO_ROUTE' } }])
  })

  test('[SYN29] forged questions and answers are blamed, and answers to no question are nothing', () => {
    const sync = between()
    const ask = askOf('p', 'x')
    const forged = [askOf('p', 'x', { text: 'else?' }), askOf('p', 'x', { from: authorOf('y') }), askOf('p', 'x', { to: authorOf('r') })]
    for (const one of forged) expect(kinds(hear(sync, 'p', one))).toEqual(['blame'])
    expect(hear(sync, 'q', answerOf(ask, 'x'))).toEqual([])
    hear(sync, 'p', ask)
    expect(hear(sync, 'r', answerOf(ask, 'x'))).toEqual([]) // it was not asked that way
    const lies = [answerOf(ask, 'x', { text: 'else' }), answerOf(ask, 'q'), answerOf(ask, 'q', { by: authorOf('x') })]
    for (const lie of lies) expect(kinds(hear(sync, 'q', lie))).toEqual(['blame'])
    expect(kinds(hear(sync, 'q', answerOf(ask, 'x')))).toEqual(['p answer'])
  })

  test('[SYN30] a flood of questions meets the credit of its connection; time and its end give it back', () => {
    const sync = between({ asksPerPeer: 5, asks: 8 })
    const flood = (peer: string, count: number, now: number): string[] =>
      Array.from({ length: count }, (_, at) => {
        const id = idOf(`${peer} ${now} ${at}`)
        const sig = meansOf(peer).keyPair.sign(signedText('ask', REALM, canonicalText([id, authorOf(peer), authorOf('x'), 'why?'])))
        return hear(sync, peer, { ...askOf(peer, 'x'), id, sig }, now)
      }).flatMap((effects) => effects.map((effect) => (effect.type === 'send' && effect.message.t === 'answer' ? 'refused' : 'passed')))
    expect(flood('p', 7, 10).filter((what) => what === 'passed')).toHaveLength(5)
    expect(flood('r', 7, 10).filter((what) => what === 'passed')).toHaveLength(3)
    expect(sync.sizes().asks).toBe(8)
    sync.step({ type: 'down', peer: 'r' }, 20)
    expect(sync.sizes().asks).toBe(5)
    sync.step({ type: 'tick' }, 6_000)
    expect(sync.sizes().asks).toBe(0)
    expect(flood('p', 7, 6_001).filter((what) => what === 'passed')).toHaveLength(5)
  })

  test('[SYN30] what is answered is under way no more, and a refusal of the one asked is signed', () => {
    const sync = machineWith(['p'], { asksPerPeer: 2 })
    const asked = (at: number): Ask => {
      const id = idOf(`to me ${at}`)
      const sig = meansOf('p').keyPair.sign(signedText('ask', REALM, canonicalText([id, authorOf('p'), authorOf('me'), 'why?'])))
      return { ...askOf('p', 'x'), id, sig, to: authorOf('me') }
    }
    for (let at = 0; at < 5; at++) {
      expect(kinds(hear(sync, 'p', asked(at)))).toEqual(['asked'])
      sync.step({ type: 'reply', id: asked(at).id, code: null, text: 'so' }, 2)
    }
    for (const at of [5, 6]) expect(kinds(hear(sync, 'p', asked(at)))).toEqual(['asked'])
    const [refused] = hear(sync, 'p', asked(7))
    const said = canonicalText([asked(7).id, authorOf('p'), authorOf('me'), 'REFUSED', 'too many questions are under way'])
    const sig = meansOf('me').keyPair.sign(signedText('answer', REALM, said))
    expect(refused).toMatchObject({ peer: 'p', message: { t: 'answer', code: 'REFUSED', sig } })
  })

  test('[SYN30] whoever gives up frees everybody on the way', () => {
    const sync = between()
    const ask = askOf('p', 'me')
    expect(hear(sync, 'p', ask)).toMatchObject([{ type: 'asked', from: authorOf('p'), text: 'why?' }])
    expect(hear(sync, 'q', { t: 'unask', id: ask.id })).toEqual([])
    expect(hear(sync, 'p', { t: 'unask', id: ask.id })).toEqual([{ type: 'unasked', id: ask.id }])
    expect(sync.step({ type: 'reply', id: ask.id, code: null, text: 'late' }, 5)).toEqual([])
    const passed = askOf('p', 'x')
    hear(sync, 'p', passed)
    expect(kinds(hear(sync, 'p', { t: 'unask', id: passed.id }))).toEqual(['q unask'])
    expect(sync.sizes().asks).toBe(0)
  })
})
