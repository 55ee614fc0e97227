-- Stands before every script. KEYS[1] is the prefix of all keys: its hash tag keeps them in one slot of a cluster.
-- The only clock is the server's, so replicas' clocks may differ.
local prefix = KEYS[1]
local leases = prefix .. ':leases'  -- zset: lease of a replica -> when it ends
local due = prefix .. ':due'        -- zset: conversation whose number changed -> when anyone may tell it
local claimed = prefix .. ':claimed' -- zset: conversation -> when its number was last told, for the pause between two

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- set: "conversation person" of a replica's viewers
local function held(lease)
  return prefix .. ':held:' .. lease
end

-- hash: person -> on how many replicas they look at it, so its length is the number of people
local function viewers(conversation)
  return prefix .. ':viewers:' .. conversation
end

-- An ended lease never comes back to life: what its replica still sends is refused, and it must take a new one.
local function is_live(lease)
  local ends = redis.call('ZSCORE', leases, lease)
  return ends and tonumber(ends) > now
end

-- A claim is overwritten on purpose: whoever is telling the older number then leaves the newer one due.
local function changed(conversation, pause)
  local last = tonumber(redis.call('ZSCORE', claimed, conversation) or 0)
  redis.call('ZADD', due, math.max(now, last + pause), conversation)
end

local function enter(lease, conversation, user, pause)
  if redis.call('SADD', held(lease), conversation .. ' ' .. user) == 1
    and redis.call('HINCRBY', viewers(conversation), user, 1) == 1 then
    changed(conversation, pause)
  end
end

local function leave(lease, conversation, user, pause)
  if redis.call('SREM', held(lease), conversation .. ' ' .. user) == 1
    and redis.call('HINCRBY', viewers(conversation), user, -1) <= 0 then
    redis.call('HDEL', viewers(conversation), user)
    changed(conversation, pause)
  end
end
