// One process of the peer. Tuned as socket.io's documentation advises: WebSocket only, no compression, bufferutil where it
// installs, the first request of a connection not kept; node-postgres with named statements, which it prepares.
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { createAdapter } from '@socket.io/redis-adapter';
import { createClient } from 'redis';
import jwt from 'jsonwebtoken';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.PEER_POSTGRES, max: 10 });
const publisher = createClient({ url: process.env.PEER_REDIS });
const subscriber = publisher.duplicate();
await Promise.all([publisher.connect(), subscriber.connect()]);

const http = createServer();
const io = new Server(http, {
  transports: ['websocket'],
  perMessageDeflate: false,
  adapter: createAdapter(publisher, subscriber),
});
io.engine.on('connection', (connection) => {
  connection.request = null;
});

io.use((socket, next) => {
  try {
    socket.data.user = jwt.verify(socket.handshake.auth.token, process.env.PEER_SECRET, { algorithms: ['HS256'] }).sub;
    next();
  } catch {
    next(new Error('unauthorized'));
  }
});

const memberships = {
  name: 'memberships',
  text: 'SELECT conversation_id FROM members WHERE user_id = $1',
};

// Membership is checked where the message is stored, so that neither can be without the other. The same message sent
// again changes nothing.
const store = {
  name: 'store',
  text: `INSERT INTO messages (conversation_id, author_id, client_message_id, body)
         SELECT $1::uuid, $2::uuid, $3::uuid, $4::text
         WHERE EXISTS (SELECT FROM members WHERE conversation_id = $1::uuid AND user_id = $2::uuid)
         ON CONFLICT (conversation_id, author_id, client_message_id) DO NOTHING
         RETURNING id, created_at`,
};

io.on('connection', async (socket) => {
  socket.on('send', async (message, answer) => {
    try {
      const { conversationId, clientMessageId, body } = message;
      const stored = await pool.query({ ...store, values: [conversationId, socket.data.user, clientMessageId, body] });
      if (stored.rowCount === 0) {
        answer({ error: 'refused' });
        return;
      }
      const { id, created_at: createdAt } = stored.rows[0];
      answer({ id });
      io.to(conversationId).emit('event', { id, conversationId, author: socket.data.user, body, createdAt });
    } catch {
      answer({ error: 'failed' });
    }
  });
  const { rows } = await pool.query({ ...memberships, values: [socket.data.user] });
  await socket.join(rows.map((row) => row.conversation_id));
  socket.emit('joined');
});

http.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${http.address().port}`));
