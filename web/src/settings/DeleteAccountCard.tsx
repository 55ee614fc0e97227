import { useState } from 'react';
import { accountApi } from '../account/accountApi';
import { useMe } from '../account/useMe';
import { Button } from '../design/Button';
import { Card } from '../design/Card';
import { Dialog } from '../design/Dialog';
import { Field } from '../design/Field';
import { asIs, Form } from '../design/Form';
import { useForm } from '../design/useForm';
import { dateOf } from '../design/when';
import { endSession } from '../session/session';

export function DeleteAccountCard() {
  const me = useMe();
  const [open, setOpen] = useState(false);
  return (
    <Card title="Delete your account" about="Your profile, friends and messages go. What others wrote stays theirs.">
      {me.deletionAt ? (
        <p>It will be deleted on {dateOf(me.deletionAt)}. Until then you can take that back.</p>
      ) : (
        <Button look="danger" onClick={() => setOpen(true)}>
          Delete my account
        </Button>
      )}
      {open && <DeleteDialog username={me.username} close={() => setOpen(false)} />}
    </Card>
  );
}

function DeleteDialog({ username, close }: { username: string; close: () => void }) {
  const [typed, setTyped] = useState('');
  const form = useForm(async () => {
    await accountApi.deleteAccount();
    // Every session ends with it, this one too.
    endSession({ reason: 'account_deleted' });
  });
  return (
    <Dialog title="Delete your account?" close={close}>
      <p className="mb-3 text-sm">
        You are signed out everywhere. For some time you can log in and take it back; the day is told to you by mail. After it,
        everything of you is erased for ever.
      </p>
      <Form form={form} submit="Delete my account" look="danger" wide disabled={typed !== username}>
        <Field
          label={`Type ${username} to go on`}
          name="confirmation"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
          autoFocus
          {...asIs}
        />
      </Form>
    </Dialog>
  );
}
