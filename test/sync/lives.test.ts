/** Lives: hellos of a node's earlier lives that come late must not set its neighbours talking without end. */
import { expect, test } from 'vitest'
import { createRandom } from '../../src/base/random.ts'
import { createNet } from './toy.ts'

test('[SYN3] hellos of earlier lives that come late start no exchange without end', () => {
  for (let seed = 0; seed < 12; seed += 1) {
    const random = createRandom(`interest ${seed}`)
    const names = ['a', 'b', 'c']
    const net = createNet({ seed: String(seed), names, links: [['a', 'b'], ['b', 'c'], ['a', 'c']] })
    net.setFate((_from, _to, own) => {
      if (own.below(3) === 0) return []
      return own.below(5) === 0 ? [own.below(900), own.below(300)] : [own.below(60)]
    })
    for (let at = 0; at < 30; at += 1) {
      const name = names[random.below(3)] ?? 'a'
      if (random.below(4) === 0) net.restart((net.crash(name), name))
      else net.write(name, `${at}`)
      net.run(net.now() + random.below(400))
    }
    net.setFate(() => [5])
    net.run(net.now() + 12_000)
    const before = net.sent()['hello'] ?? 0
    net.run(net.now() + 10_000)
    // Two links, both ways, ten beats: whoever believes that it was not heard may say so at each, and no more.
    expect((net.sent()['hello'] ?? 0) - before, `seed ${seed}`).toBeLessThanOrEqual(60)
    expect(new Set(net.roots()).size, `seed ${seed}`).toBe(1)
  }
})
