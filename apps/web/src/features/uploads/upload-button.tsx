import { useUploadQueue } from '@holdall/client/react'
import { Button } from '@holdall/ui/button'
import { Upload } from 'lucide-react'
import { type ChangeEvent, useRef } from 'react'

/** Opens the browser's file picker. */
export function UploadButton() {
  const queue = useUploadQueue()
  const picker = useRef<HTMLInputElement>(null)
  function chosen(event: ChangeEvent<HTMLInputElement>) {
    queue.add(Array.from(event.target.files ?? []))
    // Else choosing the same file again would be no change.
    event.target.value = ''
  }
  return (
    <>
      <Button variant="primary" onClick={() => picker.current?.click()}>
        <Upload aria-hidden="true" />
        Upload
      </Button>
      <input ref={picker} type="file" multiple hidden aria-label="Files to upload" onChange={chosen} />
    </>
  )
}
