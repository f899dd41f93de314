import { beforeEach, expect, test } from 'vitest'
import { dismissToast, onToastsChange, shownToasts, toast } from './toast-store.ts'

beforeEach(() => {
  for (const { id } of shownToasts()) dismissToast(id)
})

function titles(): string[] {
  return shownToasts().map(({ title }) => title)
}

test('of many toasts the newest three are shown', () => {
  for (const title of ['a', 'b', 'c', 'd']) toast({ title })
  expect(titles()).toEqual(['b', 'c', 'd'])
})

test('one is dismissed by its id, and twice does no harm', () => {
  toast({ title: 'a' })
  toast({ title: 'b' })
  const id = shownToasts()[0]?.id ?? 0
  dismissToast(id)
  dismissToast(id)
  expect(titles()).toEqual(['b'])
})

test('whoever listens is told of each change until they stop', () => {
  let told = 0
  const stop = onToastsChange(() => {
    told += 1
  })
  toast({ title: 'a' })
  dismissToast(shownToasts()[0]?.id ?? 0)
  stop()
  toast({ title: 'b' })
  expect(told).toBe(2)
})
