import { useState } from 'react';
import { accountApi } from '../account/accountApi';
import { KeepAccountDialog } from '../account/KeepAccountDialog';
import { useMe } from '../account/useMe';
import { Button } from '../design/Button';
import { Card } from '../design/Card';
import { Field } from '../design/Field';
import { asIs, Form } from '../design/Form';
import { useForm } from '../design/useForm';
import { dateOf } from '../design/when';
import { NewPasswordField } from '../session/NewPasswordField';
import { accountFieldOf } from '../session/RegisterForm';

export function AccountSection() {
  const me = useMe();
  return (
    <>
      <Card title="User name">
        <p className="break-all">
          <b className="font-semibold">@{me.username}</b>
        </p>
        <p className="mt-1 text-sm text-muted">Here since {dateOf(me.createdAt)}.</p>
      </Card>
      {me.isGuest ? (
        <GuestCard />
      ) : (
        <>
          <EmailCard />
          <PasswordCard username={me.username} />
        </>
      )}
    </>
  );
}

function GuestCard() {
  const [open, setOpen] = useState(false);
  return (
    <Card title="Keep this account" about="As a guest you are known to this browser only.">
      <Button look="primary" onClick={() => setOpen(true)}>
        Choose a name and a password
      </Button>
      {open && <KeepAccountDialog close={() => setOpen(false)} />}
    </Card>
  );
}

function EmailCard() {
  const me = useMe();
  const form = useForm((data) => accountApi.changeEmail(data.email!.trim()), { fieldOf: { 'account.email_taken': 'email' } });
  return (
    <Card
      title="E-mail"
      about={
        <>
          {me.email} {me.emailVerified ? '(confirmed)' : '(not confirmed yet)'}
        </>
      }
    >
      {me.pendingEmail && (
        <p role="status" className="mb-4 rounded-lg bg-warn-soft px-3 py-2 text-sm text-warn">
          We sent a link to {me.pendingEmail}. The address changes when it is opened.
        </p>
      )}
      <Form form={form} submit="Change the address" done="Look into your new mailbox for the link.">
        <Field label="New address" name="email" type="email" autoComplete="email" error={form.errors.email} {...asIs} />
      </Form>
    </Card>
  );
}

function PasswordCard({ username }: { username: string }) {
  const form = useForm(
    async (data) => {
      await accountApi.changePassword({ currentPassword: data.currentPassword!, newPassword: data.newPassword! });
      form.ref.current?.reset();
    },
    {
      fieldOf: {
        ...Object.fromEntries(Object.keys(accountFieldOf).map((code) => [code, 'newPassword'])),
        'password.incorrect': 'currentPassword',
        'password.wrong': 'currentPassword',
      },
    },
  );
  return (
    <Card title="Password" about="All your other devices are signed out.">
      <Form form={form} submit="Change the password" done="Changed. Other devices were signed out.">
        <input type="hidden" name="username" value={username} autoComplete="username" />
        <Field
          label="Current password"
          name="currentPassword"
          type="password"
          autoComplete="current-password"
          error={form.errors.currentPassword}
        />
        <NewPasswordField label="New password" name="newPassword" error={form.errors.newPassword} ownFields={['username']} />
      </Form>
    </Card>
  );
}
