import { expect, test } from 'vitest'
import { newUploadId } from './new-upload-id.ts'

test('ids are UUIDs of version 7, in the order of their time', () => {
  // The example of RFC 9562, appendix A.6.
  expect(newUploadId(0x017f22e279b0)).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(newUploadId(1) < newUploadId(2)).toBe(true)
  expect(newUploadId(1)).not.toBe(newUploadId(1))
})
