/** A module that is right, in a thread beside one that is not. */
export const module = {
  name: 'honest',
  version: '2',
  accepts: ({ goal }) => (goal.startsWith('honest') ? 900 : 0),
  async *run({ goal }) {
    yield { concludes: { frame: 'honest', slot: 'said', value: goal.goal } }
  },
}
