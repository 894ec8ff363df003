"""Private files: one storage, one validator, one way out.

For an app that keeps files:

1. **A door** says who may read its files. In `AppConfig.ready`:

       doors.add(Door("circular", readable=lambda user: Q(circular__in=Circular.objects.visible_to(user))))

   `readable` answers with a `Q` on `PrivateFile` or a QuerySet of it, and is asked anew at each request, so what it no
   longer admits is out of reach at once. `PrivateFile.objects.visible_to(user)` is the only filter by person; it admits
   no visitor, nobody whose account is closed, and no superuser. With `record_read=` a door is told of each reading, in
   a transaction of its own that must succeed before anything is sent.
2. **A form field** takes the upload: `PrivateFileField(accept=[PDF, DOCX])`. Its cleaned value is a `CheckedUpload`;
   each refusal is a ValidationError with one sentence. Outside of a form, `checked_upload(uploaded, accept=…)` does the
   same.
3. **Store it** in the transaction that makes your own row: `file = store(checked, by=user, door="circular")`, and point
   a foreign key (PROTECT) to it. If the transaction is rolled back, the bytes are removed within two hours.
4. **Link to it** with `file.get_absolute_url()`. The view `files:download` is the only way out.
5. **Publish** a copy without author and other traces: `store(public_copy(file), by=user, door="published")`, in a task,
   since it takes time.

With `CLAMAV_ADDRESS` set a new file is held (`PrivateFile.Scan.PENDING`) until it was scanned, and only its uploader
is told so. Lists for others show clean files alone; `visible_to` sees to it.

Where the names live: `doors` (Door, doors), `kinds` (PDF, DOCX, …, ALL), `uploads` (checked_upload, CheckedUpload,
public_copy), `fields` (PrivateFileField), `storing` (store), `models` (PrivateFile).
"""
