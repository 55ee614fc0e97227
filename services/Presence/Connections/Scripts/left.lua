-- grace, then (user, when the last connection went)…
-- For what this server may have missed or forgotten: whoever is held nowhere is (again) on the way out.
for i = 2, #ARGV, 2 do
  local user = ARGV[i]
  if not is_held(user) then
    redis.call('SADD', online, user)
    redis.call('ZADD', leaving, now + ARGV[1], user)
    redis.call('HSET', seen, user, ARGV[i + 1])
  end
end
return 1
