import { fieldOf, messageOf, type StoredFile } from '@holdall/client'
import { api } from '@holdall/client/react'
import { Button } from '@holdall/ui/button'
import { Dialog } from '@holdall/ui/dialog'
import { TextField } from '@holdall/ui/text-field'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { replaceInLists } from './list-cache.ts'
import { stemLength } from './stem-length.ts'

/** Gives a file another name; what the server says about the name stands below the field. */
export function RenameDialog({ file, onClose }: { file: StoredFile; onClose: () => void }) {
  const [name, setName] = useState(file.name)
  const field = useRef<HTMLInputElement>(null)
  const formId = useId()
  // Once, as it opens: whoever comes back to the field keeps their own selection.
  useEffect(() => {
    field.current?.focus()
    field.current?.setSelectionRange(0, stemLength(file.name))
  }, [file.name])
  const queries = useQueryClient()
  const rename = api.files.rename.useMutation({
    async onSuccess(renamed) {
      await replaceInLists(queries, renamed)
      onClose()
    },
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    if (rename.isPending) return
    if (name === file.name) onClose()
    else rename.mutate({ id: file.id, name })
  }
  const aboutName = rename.error !== null && fieldOf(rename.error) !== null
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Rename file"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={rename.isPending}>
            Rename
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3">
        <div role="alert">
          {rename.error && !aboutName && (
            <p className="rounded-md bg-danger-soft px-3 py-2 text-danger">{messageOf(rename.error)}</p>
          )}
        </div>
        <TextField
          label="Name"
          name="name"
          autoComplete="off"
          spellCheck={false}
          ref={field}
          error={aboutName ? messageOf(rename.error) : null}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </form>
    </Dialog>
  )
}
