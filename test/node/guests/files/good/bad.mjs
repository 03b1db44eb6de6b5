/** A module that does everything wrong, as it is told. */
const wrongs = {
  async *endless() {
    yield { text: 'one' }
    for (;;);
  },
  async *throwing() {
    throw new Error('no idea')
  },
  async *flooding() {
    for (;;) yield { text: 'again' }
  },
  async *hungry() {
    const eaten = []
    for (;;) eaten.push(new Array(1_000_000).fill(eaten.length))
  },
  async *lying() {
    yield { check: { k: 'arith', expr: '1 + 1', value: 3 }, concludes: { frame: 'x', slot: 'state', value: 'done' } }
  },
  async *leaving() {
    process.exit(3)
  },
  async *late() {
    setTimeout(() => {
      throw new Error('thrown by nobody')
    })
    await new Promise(() => {})
  },
}

export default { name: 'bad', version: '1', accepts: ({ goal }) => (goal in wrongs ? 900 : 0), run: ({ goal }) => wrongs[goal.goal]() }
