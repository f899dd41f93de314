import { expect, test } from 'vitest'
import { type Client, refusal, sharedHarness, upload } from './testing.ts'

const harness = sharedHarness()

type Person = { client: Client; mine: Set<string>; trashed: Set<string>; names: string }

/** The same choices in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * sides)
  }
}

async function act(person: Person, roll: (sides: number) => number): Promise<void> {
  const { client, mine, trashed, names } = person
  const pick = (from: Set<string>) => [...from][roll(Math.max(from.size, 1))]
  const id = pick(mine)
  const bin = pick(trashed)
  switch (id === undefined ? 0 : roll(6)) {
    case 0: {
      const file = await upload(client, { name: `${names} ${roll(1000)}.txt` })
      mine.add(file.id)
      return
    }
    case 1:
      await client.files.rename.mutate({ id: id ?? '', name: `${names} renamed ${roll(1000)}.txt` })
      return
    case 2:
      await client.files.trash.mutate({ id: id ?? '' })
      mine.delete(id ?? '')
      trashed.add(id ?? '')
      return
    case 3:
      if (bin === undefined) return
      await client.files.restore.mutate({ id: bin })
      trashed.delete(bin)
      mine.add(bin)
      return
    case 4:
      if (bin === undefined) return
      await client.files.purge.mutate({ id: bin })
      trashed.delete(bin)
      return
    default:
      await client.files.presignDownload.mutate({ id: id ?? '' })
  }
}

async function expectOwnFiles({ client, mine, trashed, names }: Person): Promise<void> {
  for (const [expected, inTrash] of [
    [mine, false],
    [trashed, true],
  ] as const) {
    const { files } = await client.files.list.query({ trashed: inTrash, limit: 100 })
    expect(new Set(files.map(({ id }) => id))).toEqual(expected)
    for (const { name } of files) expect(name).toMatch(new RegExp(`^${names} `))
  }
}

test('two users, 50 interleaved operations each: neither ever sees the other’s files', async () => {
  const [ada, bob] = await Promise.all(
    ['Ada', 'Bob'].map(async (names) => ({
      client: harness().as(await harness().newUser({ name: names })),
      mine: new Set<string>(),
      trashed: new Set<string>(),
      names,
    })),
  )
  if (!ada || !bob) throw new Error('nobody came')
  const [rollAda, rollBob] = [dice(1), dice(2)]
  for (let n = 0; n < 50; n += 1) {
    await Promise.all([act(ada, rollAda), act(bob, rollBob)])
    await Promise.all([expectOwnFiles(ada), expectOwnFiles(bob)])
  }
  expect(ada.mine.size + ada.trashed.size).toBeGreaterThan(0)
  for (const id of [...bob.mine, ...bob.trashed]) {
    expect((await refusal(ada.client.files.get.query({ id }))).reason).toBe('FILE_NOT_FOUND')
  }
})
