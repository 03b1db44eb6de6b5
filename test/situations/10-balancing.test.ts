/** Situation 10, load and slowness: a node that has too much to do, or takes too long, is not waited for. */
import { expect, test } from 'vitest'
import { isMet, knowing, moduleOf, placeOf, until } from './nodes.ts'

test('[NOD232] goals go on being answered within 200 ms of asking a second one, when the first never answers', async () => {
  const never = moduleOf('doors', async function* ({ signal }) {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    yield { text: 'too late' }
  })
  const place = await placeOf({ asking: {}, stuck: { modules: [never] }, quick: { modules: [knowing('doors', 'open')] } })
  await until(() => isMet(place), 'they see each other')
  const [asking, stuck, quick] = [place.node('asking'), place.node('stuck'), place.node('quick')]
  for (let at = 0; at < 10; at++) {
    const answer = await asking.ask(`doors ${at}`, { model: 'master', centre: stuck.id, hedgeMs: 20 })
    expect(answer.route.at(-1)).toBe(quick.id)
    expect(answer.alternatives.map(({ by }) => by)).toContain(stuck.id)
  }
  await place.close()
})
