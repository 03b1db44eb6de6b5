/** A module whose name another file has, too. */
export default { name: 'twin', version: '1', accepts: () => 0, async *run() {} }
