import { expect, test } from 'vitest'
import { compareKeys, createKeyIndex } from './key-index.ts'

/** Small letters so that keys share prefixes, and the characters whose order differs between UTF-8 and UTF-16. */
const ALPHABET = ['a', 'b', '/', 'é', '\ud7ff', '\ue000', '～', '\u{10000}', '😀']

function randomKey(): string {
  const length = Math.floor(Math.random() * 5)
  return Array.from({ length }, () => ALPHABET[Math.floor(Math.random() * ALPHABET.length)]).join('')
}

test('keys compare as their UTF-8 bytes do', () => {
  for (let i = 0; i < 20_000; i++) {
    const [a, b] = [randomKey(), randomKey()]
    expect(Math.sign(compareKeys(a, b)), JSON.stringify([a, b])).toBe(
      Buffer.compare(Buffer.from(a), Buffer.from(b)),
    )
  }
})

test('after any inserts and deletes the index holds what a sorted set would', () => {
  const index = createKeyIndex<number>()
  const model = new Map<string, number>()
  for (let i = 0; i < 5000; i++) {
    const key = randomKey()
    if (Math.random() < 0.6) {
      index.set(key, i)
      model.set(key, i)
    } else {
      index.delete(key)
      model.delete(key)
    }
  }
  const expected = [...model].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  expect(Array.from({ length: index.size }, (_, i) => index.at(i))).toEqual(expected)
  for (const prefix of ['', 'a', 'a/', '😀', '\ue000']) {
    const past = expected.findIndex(([key]) => compareKeys(key, prefix) > 0 && !key.startsWith(prefix))
    expect(index.seekPast(prefix)).toBe(past < 0 ? expected.length : past)
  }
})
