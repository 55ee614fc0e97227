"""One process of the peer: Django Channels, channels_redis and the ORM on PostgreSQL, as small chats are mostly built."""

import json
import os
import uuid

import django
import jwt
from django.conf import settings

settings.configure(
    SECRET_KEY=os.environ["PEER_SECRET"],
    ALLOWED_HOSTS=["*"],
    USE_TZ=True,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": os.environ["PEER_POSTGRES_HOST"],
            "PORT": os.environ["PEER_POSTGRES_PORT"],
            "USER": os.environ["PEER_POSTGRES_USER"],
            "PASSWORD": os.environ["PEER_POSTGRES_PASSWORD"],
            "NAME": os.environ["PEER_POSTGRES_DATABASE"],
            # Without it each call of a thread opens a connection of its own.
            "CONN_MAX_AGE": None,
        }
    },
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            # Beyond the capacity, messages are dropped without a word; the default is 100.
            "CONFIG": {"hosts": [os.environ["PEER_REDIS"]], "capacity": 1000},
        }
    },
)
django.setup()

from channels.db import database_sync_to_async  # noqa: E402
from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402
from django.db import IntegrityError, models  # noqa: E402


class Member(models.Model):
    """The table has no number of its own; nothing here asks for one."""

    conversation_id = models.UUIDField(primary_key=True)
    user_id = models.UUIDField()

    class Meta:
        app_label = "chat"
        db_table = "members"
        managed = False


class Message(models.Model):
    id = models.BigAutoField(primary_key=True)
    conversation_id = models.UUIDField()
    author_id = models.UUIDField()
    client_message_id = models.UUIDField()
    body = models.TextField()

    class Meta:
        app_label = "chat"
        db_table = "messages"
        managed = False


@database_sync_to_async
def conversations_of(user):
    return [str(each) for each in Member.objects.filter(user_id=user).values_list("conversation_id", flat=True)]


@database_sync_to_async
def store(user, conversation, client_message, body):
    """The number of the new message; None for who is no member or sends again."""
    if not Member.objects.filter(conversation_id=conversation, user_id=user).exists():
        return None
    try:
        return Message.objects.create(
            conversation_id=conversation, author_id=user, client_message_id=client_message, body=body
        ).id
    except IntegrityError:
        return None


class ChatConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        token = self.scope["query_string"].decode().removeprefix("token=")
        try:
            self.user = uuid.UUID(jwt.decode(token, os.environ["PEER_SECRET"], algorithms=["HS256"])["sub"])
        except (jwt.InvalidTokenError, KeyError, ValueError):
            await self.close()
            return
        self.conversations = await conversations_of(self.user)
        for conversation in self.conversations:
            await self.channel_layer.group_add(conversation, self.channel_name)
        await self.accept()
        await self.send(text_data='{"type":"joined"}')

    async def disconnect(self, code):
        for conversation in getattr(self, "conversations", []):
            await self.channel_layer.group_discard(conversation, self.channel_name)

    async def receive(self, text_data=None, bytes_data=None):
        message = json.loads(text_data)
        conversation, body = message["conversationId"], message["body"]
        stored = await store(self.user, uuid.UUID(conversation), uuid.UUID(message["clientMessageId"]), body)
        if stored is None:
            await self.send(text_data=json.dumps({"type": "refused", "n": message["n"]}))
            return
        await self.send(text_data=json.dumps({"type": "sent", "n": message["n"], "id": stored}))
        await self.channel_layer.group_send(
            conversation, {"type": "chat.message", "id": stored, "author": str(self.user), "body": body}
        )

    async def chat_message(self, event):
        await self.send(
            text_data=json.dumps({"type": "event", "id": event["id"], "author": event["author"], "body": event["body"]})
        )


consumer = ChatConsumer.as_asgi()


async def application(scope, receive, send):
    """Channels' consumers know WebSockets only; uvicorn asks for the rest, too."""
    if scope["type"] == "websocket":
        await consumer(scope, receive, send)
    elif scope["type"] == "lifespan":
        while (await receive())["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
