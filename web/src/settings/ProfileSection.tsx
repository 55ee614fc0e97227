import { accountApi } from '../account/accountApi';
import { useMe } from '../account/useMe';
import { Card } from '../design/Card';
import { Field } from '../design/Field';
import { Form } from '../design/Form';
import { TextArea } from '../design/TextArea';
import { useForm } from '../design/useForm';
import { AvatarCard } from './AvatarCard';

const longestName = 40;
const longestBio = 300;

export function ProfileSection() {
  return (
    <>
      <AvatarCard />
      <NameCard />
    </>
  );
}

function NameCard() {
  const me = useMe();
  const form = useForm((data) => accountApi.change({ displayName: data.displayName!.trim(), bio: data.bio!.trim() }), {
    optional: ['displayName', 'bio'],
  });
  return (
    <Card title="Name and words" about="Everybody here can see these.">
      <Form form={form} submit="Save" done="Saved.">
        <Field
          label="Display name"
          name="displayName"
          defaultValue={me.displayName}
          maxLength={longestName * 2}
          autoComplete="nickname"
          error={form.errors.displayName}
          hint={`Up to ${longestName} characters; your user name stays @${me.username}`}
        />
        <TextArea
          label="About you"
          name="bio"
          defaultValue={me.bio ?? ''}
          rows={4}
          error={form.errors.bio}
          hint={`Up to ${longestBio} characters`}
        />
      </Form>
    </Card>
  );
}
