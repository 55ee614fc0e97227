-- Stands before every script. KEYS[1] is the prefix of all keys: its hash tag keeps them in one slot of a cluster.
-- The only clock is the server's, so replicas' clocks may differ.
local prefix = KEYS[1]
local leases = prefix .. ':leases'      -- zset: lease -> when it ends
local online = prefix .. ':online'      -- hash: who is connected, those in their grace included -> how, over all devices
local leaving = prefix .. ':leaving'    -- zset: who has no connection left -> when that counts
local seen = prefix .. ':seen'          -- hash: of those, when the last connection went
local games = prefix .. ':games'        -- hash: who shows a game by HTTP -> the game
local game_ends = prefix .. ':game-ends' -- zset: of those -> when they no longer do
local later = prefix .. ':later'        -- zset: whose change nobody has claimed yet -> when a heartbeat may
local changes = prefix .. ':changes'    -- zset: whose change is claimed and not told yet -> when anyone may take it on
local claimed = prefix .. ':claimed'    -- zset: who -> when their last change was claimed, for the pause between two
local shown = prefix .. ':shown'        -- hash: whom others were last told to be here -> a digest of what they were told
local told = prefix .. ':told'          -- hash: the site count that was last told, and when

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- hash: whom a lease's replica has connections of -> how: "active" or "idle", a line feed, and their game if they show one
local function held(lease)
  return prefix .. ':held:' .. lease
end

-- An ended lease never comes back to life: what its replica still sends is refused, and it must take a new one.
local function is_live(lease)
  local ends = redis.call('ZSCORE', leases, lease)
  return ends and tonumber(ends) > now
end

-- How a person is connected over all leases; nil when not at all.
local all_leases
local function gather(user)
  all_leases = all_leases or redis.call('ZRANGE', leases, 0, -1)
  local activity, game
  for _, lease in ipairs(all_leases) do
    local how = redis.call('HGET', held(lease), user)
    if how then
      local feed = string.find(how, '\n', 1, true)
      if not activity or activity == 'idle' then
        activity = string.sub(how, 1, feed - 1)
      end
      if feed < #how then
        game = string.sub(how, feed + 1)
      end
    end
  end
  return activity and activity .. '\n' .. (game or redis.call('HGET', games, user) or '')
end

-- Writes down how a held person is connected; true when that is new.
local function settle(user)
  local how = gather(user)
  if not how or how == redis.call('HGET', online, user) then
    return false
  end
  redis.call('HSET', online, user, how)
  return true
end

-- True when the caller has claimed the change and announces it. A person whose last change is less than `pause` ago waits
-- for a heartbeat, so that any number of changes in between is told once.
local function claim_change(user, claim, pause)
  local last = tonumber(redis.call('ZSCORE', claimed, user) or 0)
  if last + pause > now then
    redis.call('ZADD', later, 'NX', last + pause, user)
    return false
  end
  redis.call('ZREM', later, user)
  redis.call('ZADD', changes, claim, user)
  redis.call('ZADD', claimed, now, user)
  return true
end

local function drop(user, lease, grace)
  if redis.call('HDEL', held(lease), user) == 0 then
    return
  end
  if not gather(user) then
    redis.call('ZADD', leaving, now + grace, user)
    redis.call('HSET', seen, user, now)
  elseif settle(user) then
    redis.call('ZADD', later, 'NX', now, user)
  end
end

-- Drops up to `room` of whom a lease holds and ends it with the last one. A crash in between leaves the rest to the next.
local function release(lease, grace, room)
  local users = redis.call('HRANDFIELD', held(lease), room)
  for _, user in ipairs(users) do
    drop(user, lease, grace)
  end
  if redis.call('EXISTS', held(lease)) == 0 then
    redis.call('ZREM', leases, lease)
  end
  return room - #users
end
