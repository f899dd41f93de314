import { expect, test } from 'vitest'
import { droppedFiles, pastedFiles } from './dropped-files.ts'

function item(file: File | null, entry: { isDirectory: boolean; name: string } | null, kind = 'file') {
  return { kind, getAsFile: () => file, webkitGetAsEntry: () => entry }
}

function drop(...items: ReturnType<typeof item>[]) {
  return droppedFiles({ items, files: [] } as unknown as DataTransfer)
}

test('folders are told from files, and dragged text is neither', () => {
  const file = new File(['x'], 'a.txt')
  expect(
    drop(
      item(file, { isDirectory: false, name: 'a.txt' }),
      item(new File([], 'photos'), { isDirectory: true, name: 'photos' }),
      item(null, null, 'string'),
    ),
  ).toEqual({ files: [file], folders: ['photos'] })
})

test('a pasted picture is named by its time, a pasted file keeps its name', async () => {
  const now = new Date(2026, 10, 22, 9, 5, 0)
  const kept = new File(['x'], 'report.pdf')
  const [picture, report] = pastedFiles([new File(['png'], 'image.png', { type: 'image/png' }), kept], now)
  expect(picture).toMatchObject({ name: 'Pasted 2026-11-22 09.05.00.png', type: 'image/png', size: 3 })
  expect(report).toBe(kept)
})
